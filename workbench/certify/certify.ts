/** Access certificates: what each registered operation gets, role by role. */
import { createHash } from 'node:crypto';
import {
  type FragmentDefinitionNode,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
} from 'graphql';
import type { RegisteredOperation } from '../../gateway/documents/index.ts';
import { costModelOf } from '../../gateway/operation/cost-model.ts';
import { estimateCost } from '../../gateway/operation/estimate-cost.ts';
import type { PathDecision } from '../../gateway/pipeline/preflight.ts';
import { outlinePlan, subgraphsOf } from '../../gateway/planner/outline-plan.ts';
import type { Obligation } from '../../gateway/policy/index.ts';
import { canonicalize } from '../../lib/chain.ts';
import { type Clients, clientsSchema } from '../client-data.ts';
import type { PolicyVersion } from '../load-version.ts';
import type { VersionData } from '../version-data.ts';
import { createForesight, type Foreseen, type Foresight } from './foresee-operations.ts';
import { sampleVariables } from './sample-variables.ts';

/** `whole`: every field as it is; `part`: some withheld or masked; `none`: refused, or all withheld. */
export type Access = 'whole' | 'part' | 'none';

export interface FieldNote {
  /** Response keys. */
  readonly path: string;
  readonly coordinate: string;
  readonly reasonCode: string;
  /** How it is masked. */
  readonly obligation?: Obligation;
}

export interface RoleAccess {
  readonly role: string;
  /** Whether the client says that its users have the role. */
  readonly isDeclared: boolean;
  readonly access: Access;
  readonly withheld: readonly FieldNote[];
  readonly masked: readonly FieldNote[];
  /** Coordinates whose decision depends on arguments or the time: this is for one example. */
  readonly conditional: readonly string[];
  /** What the role may spend on one operation. */
  readonly costMax: number;
  /** Why it is refused. */
  readonly refusal?: { readonly code: string; readonly message: string };
}

export interface Certificate {
  /** Names what is certified; the same for as long as that stays so, whatever else changes. */
  readonly id: string;
  readonly client: string;
  readonly operation: Pick<RegisteredOperation, 'id' | 'name' | 'type' | 'file'>;
  /** Of the policy. */
  readonly revision: string;
  /** What it may cost at most, with the defaults of its variables. */
  readonly cost: number;
  readonly subgraphs: readonly string[];
  readonly roles: readonly RoleAccess[];
  /** What the client has to mend, a sentence each. */
  readonly findings: readonly string[];
}

/** No role of any policy (roles are in capitals). */
const NOBODY = '';

/** @param operations that fit the version's schema. */
export async function certify(
  version: PolicyVersion,
  operations: readonly RegisteredOperation[],
): Promise<readonly Certificate[]> {
  const foresight = createForesight(version, operations);
  const clients = clientsOf(version);
  const certificates: Certificate[] = [];
  for (const operation of operations) {
    const declared = clients?.[operation.client]?.roles;
    certificates.push(await certificateOf(version, foresight, operation, declared));
  }
  return certificates;
}

/** Of the bundle itself; one of other days may have none. */
function clientsOf({ policy }: PolicyVersion): Clients['clients'] | undefined {
  return clientsSchema.safeParse(policy.source?.bundle.data.clients).data?.clients;
}

async function certificateOf(
  version: PolicyVersion,
  foresight: Foresight,
  operation: RegisteredOperation,
  declared: readonly string[] | undefined,
): Promise<Certificate> {
  const roles: RoleAccess[] = [];
  for (const role of [...version.policy.roles].sort()) {
    const access = await accessOf(version, foresight, operation, role);
    roles.push({ role, isDeclared: declared?.includes(role) ?? false, ...access });
  }
  const { id, name, type, file } = operation;
  const certified = {
    client: operation.client,
    operation: { id, name, type, file },
    ...costAndPlan(version, foresight, operation),
    roles,
  };
  return {
    id: idOf(certified),
    ...certified,
    revision: version.revision,
    findings: findingsOf(certified, declared),
  };
}

async function accessOf(
  { schema, policy, data }: PolicyVersion,
  { foresee }: Foresight,
  operation: RegisteredOperation,
  role: string,
): Promise<Omit<RoleAccess, 'role' | 'isDeclared'>> {
  const table = policy.tableFor({ role });
  const node = getOperationAST(parse(operation.document));
  const variables = node ? sampleVariables(schema, node, table) : {};
  const foreseen = await foresee({ operation, role, variables });
  const costMax = table.limits.cost;
  if (foreseen.kind === 'refused') {
    const { code, message } = foreseen;
    const nothing = { withheld: [], masked: [], conditional: [] };
    return { access: 'none', ...nothing, costMax, refusal: { code, message } };
  }
  const isBound = (coordinate: string): boolean =>
    table.isConditional(coordinate) && bindsRole(data, coordinate, role);
  return { ...notesOf(foreseen, isBound), costMax };
}

function notesOf(
  { preflight: { outcome, decisions } }: Extract<Foreseen, { readonly kind: 'answered' }>,
  isBound: (coordinate: string) => boolean,
) {
  const of = (...effects: readonly string[]) =>
    decisions.filter(({ effect }) => effects.includes(effect)).map(noteOf);
  const withheld = of('deny', 'hide');
  const masked = of('mask');
  const isWhole = withheld.length + masked.length === 0;
  const access: Access = outcome === 'REFUSED' ? 'none' : isWhole ? 'whole' : 'part';
  const conditional = decisions
    .filter(({ effect, reasonCode }) => effect === 'allow' || reasonCode === 'CONDITION_NOT_MET')
    .map(({ coordinate }) => coordinate)
    .filter(isBound);
  return { access, withheld, masked, conditional: [...new Set(conditional)].sort() };
}

/** Whether a condition of the coordinate may withhold it from the role: some hold what exempts. */
function bindsRole({ conditions, roles }: VersionData, coordinate: string, role: string): boolean {
  const held = roles[role]?.permissions ?? [];
  const all = conditions.rules[coordinate] ?? [];
  return all.some(({ unless }) => unless === undefined || !held.includes(unless));
}

function noteOf({ path, coordinate, reasonCode, obligation }: PathDecision): FieldNote {
  const mask = obligation === null ? {} : { obligation };
  return { path: path.join('.'), coordinate, reasonCode, ...mask };
}

/** The cost with the same values for whoever asks, which is how the gateway counts. */
function costAndPlan(
  { schema, supergraphSdl, policy }: PolicyVersion,
  { previewPlan }: Foresight,
  { name, document: text }: RegisteredOperation,
) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new RangeError(`${name} is no operation`);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  const sampled = sampleVariables(schema, operation, policy.tableFor({ role: NOBODY }));
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], sampled);
  const model = costModelOf(supergraphSdl, schema);
  const scope = { schema, fragments, variables: coerced ?? {}, model };
  const plan = outlinePlan(previewPlan(document, name), {
    showsOperations: false,
    isAsked: () => true,
  });
  return { cost: estimateCost(scope, operation).cost, subgraphs: subgraphsOf(plan) };
}

/** The revision is left out: a policy that changes nothing here certifies the same. */
function idOf(certified: Omit<Certificate, 'id' | 'revision' | 'findings'>): string {
  const { file: _, ...operation } = certified.operation;
  const json = JSON.parse(JSON.stringify({ ...certified, operation }));
  return createHash('sha256').update(canonicalize(json)).digest('hex').slice(0, 16);
}

function findingsOf(
  { client, operation: { name }, roles }: Pick<Certificate, 'client' | 'operation' | 'roles'>,
  declared: readonly string[] | undefined,
): readonly string[] {
  const what = `${client}: ${name}`;
  const findings = roles
    .filter(({ isDeclared, access }) => isDeclared && access !== 'whole')
    .map(
      (role) => `${what}: ${role.role}, which the client declares, can't run it whole${why(role)}`,
    );
  if (declared === undefined) {
    findings.push(`${what}: policies/clients/data.json does not say which roles ${client} has`);
  }
  if (roles.every(({ access }) => access === 'none')) findings.push(`${what}: no role can run it`);
  return findings;
}

function why({ refusal, withheld, masked }: RoleAccess): string {
  if (refusal) return `: ${refusal.message}`;
  const fields = (verb: string, notes: readonly FieldNote[]) =>
    notes.length === 0 ? [] : [`${verb} ${notes.map(({ path }) => path).join(', ')}`];
  return `: ${[...fields('withheld', withheld), ...fields('masked', masked)].join('; ')}`;
}
