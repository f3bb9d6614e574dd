/** Versions of a small policy for a library, decided by the committed rules; no compiler needed. */
import { buildSchema } from 'graphql';
import { loadPolicy, requirementsOf } from '../../gateway/policy/index.ts';
import { composeSchemas } from '../../workbench/compose-schemas.ts';
import type { PolicyVersion } from '../../workbench/load-version.ts';
import { readVersionData } from '../../workbench/version-data.ts';
import { bundleWith } from './bundles.ts';

export const LIBRARY_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@policy", "@composeDirective"])
    @link(url: "https://payscope.example/reveals/v1.0", import: ["@reveals"])
    @composeDirective(name: "@reveals")
  directive @reveals(coordinates: [String!]!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
  type Query {
    books(first: Int = 10, filter: BookFilter @reveals(coordinates: [])): [Book!] @policy(policies: [["books:read"]])
  }
  type Mutation { lend: Int @policy(policies: [["desk:write"]]) }
  input BookFilter { minPrice: Int @reveals(coordinates: ["Book.price"]) }
  type Book @policy(policies: [["books:read"]]) {
    title: String
    price: Int @policy(policies: [["price:read"]])
    bought: String @policy(policies: [["price:read"]])
    lent: Loan
  }
  type Loan @policy(policies: [["loans:read"]]) { until: String }
`;

interface Changes {
  readonly sdl?: string;
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly masks?: Readonly<
    Record<string, { readonly permission: string; readonly obligation: object }>
  >;
  readonly rules?: Readonly<Record<string, readonly object[]>>;
  readonly elevation?: readonly string[];
  readonly hidden?: readonly string[];
  readonly limits?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly extraPermissions?: readonly string[];
  readonly approvals?: object;
  readonly clients?: object;
  readonly name?: string;
}

/** Readers read books, keepers all of it, the desk lends. */
export const LIBRARY_ROLES = {
  DESK: ['books:read', 'desk:write', 'loans:read'],
  KEEPER: ['books:read', 'price:read', 'loans:read'],
  READER: ['books:read'],
} as const;

const MASKS = { 'Book.price': { permission: 'price:read', obligation: { kind: 'round', to: 10 } } };

const LIMITS = {
  tokens: 5000,
  depth: 15,
  aliases: 100,
  root_fields: 20,
  directives: 200,
  fields: 2000,
  introspection_depth: 3,
  cost: 10000,
  cost_budget: 100000,
  cost_restore_rate: 1000,
};

/** @example await libraryVersion({ roles: { ...LIBRARY_ROLES, READER: ['books:read', 'price:read'] } }) */
export async function libraryVersion(changes: Changes = {}): Promise<PolicyVersion> {
  const { sdl = LIBRARY_SDL, roles = LIBRARY_ROLES, hidden = ['desk:write'] } = changes;
  const subgraphs = [{ name: 'library', sdl }];
  const { supergraphSdl, apiSdl } = composeSchemas(subgraphs);
  const schema = buildSchema(apiSdl);
  const requirements = requirementsOf(supergraphSdl);
  const permissions = [...Object.values(roles).flat(), ...(changes.extraPermissions ?? [])];
  const data = {
    roles: Object.fromEntries(
      Object.entries(roles).map(([role, held]) => [role, { description: role, permissions: held }]),
    ),
    permissions: Object.fromEntries(
      permissions.map((each) => [
        each,
        { description: each, without: hidden.includes(each) ? 'hide' : 'deny' },
      ]),
    ),
    masks: changes.masks ?? MASKS,
    conditions: { elevation: changes.elevation ?? [], rules: changes.rules ?? {} },
    limits: { default: LIMITS, roles: changes.limits ?? {} },
    attributes: { role: { description: 'The one role.' } },
    places: { 'payscope.authz.denial_shown': { file: 'policies/payscope/authz/d.rego', line: 7 } },
    clients: changes.clients ?? { clients: {}, documents: { default: 'any', rules: [] } },
    schema: requirements,
  };
  const bundle = await bundleWith({ 'data.json': JSON.stringify(data) });
  const policy = await loadPolicy({
    bundle,
    schema,
    requirements,
    onFailure: (kind) => {
      throw new Error(`the policy failed: ${kind}`);
    },
  });
  return {
    name: changes.name ?? 'library',
    kind: 'directory',
    revision: policy.revision,
    bundle,
    policy,
    schema,
    supergraphSdl,
    subgraphs,
    requirements,
    data: readVersionData(data),
    ...(changes.approvals ? { approvals: JSON.stringify(changes.approvals) } : {}),
  };
}
