/** GET /schema.graphql: the schema as its caller sees it, or as a role does. */
import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { Refusal } from '../../lib/errors/index.ts';
import { printVisibleSchema } from '../operation/print-visible-schema.ts';
import type { SemanticNonNulls } from '../operation/semantic-nullability.ts';
import { mayAskAny, registeredOnly } from '../pipeline/check-document.ts';
import { mayReadPolicy } from '../pipeline/may-read-policy.ts';
import type { AccessTable, Policy } from '../policy/index.ts';
import type { AdmittedRoutes } from './server.ts';

export interface SchemaDeps {
  readonly apiSchema: GraphQLSchema;
  readonly policy: () => Policy;
  readonly visibleSchema: (table: AccessTable) => GraphQLSchema;
  readonly semanticNonNulls: SemanticNonNulls;
}

/** Printed once for each table, and gone with it. */
interface Printed {
  readonly sdl: string;
  /** RFC 9110 §8.8.3 */
  readonly etag: string;
}

export function schemaRoute(deps: SchemaDeps): AdmittedRoutes {
  let apiSdl: string | undefined;
  const printed = new WeakMap<AccessTable, Printed>();
  const printedFor = (table: AccessTable): Printed => {
    apiSdl ??= printVisibleSchema(deps.apiSchema, deps.semanticNonNulls);
    const known = printed.get(table) ?? {
      sdl: printVisibleSchema(deps.visibleSchema(table), deps.semanticNonNulls),
      etag: etagOf(apiSdl, table),
    };
    printed.set(table, known);
    return known;
  };
  return (scope, admissionOf) => {
    scope.get('/schema.graphql', async (request, reply) => {
      const { principal } = admissionOf(request);
      const policy = deps.policy();
      if (!mayAskAny(policy, principal)) {
        throw registeredOnly('Your client may not read the schema, as it may not introspect.');
      }
      const { role } = principal;
      const table = tableAs(policy, role, asRole(request.query));
      const { sdl, etag } = printedFor(table);
      reply.headers({
        etag,
        // Whoever keeps it asks again each time: the policy may change.
        'cache-control': 'private, no-cache',
        vary: 'authorization',
        'payscope-policy-revision': table.revision,
      });
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return reply.type('application/graphql; charset=utf-8').send(sdl);
    });
  };
}

/** The schema, the policy's revision and the attributes: all that the text depends on. */
function etagOf(apiSdl: string, table: AccessTable): string {
  const hash = createHash('sha256').update(apiSdl).update('\0').update(table.key).digest('hex');
  return `"${hash.slice(0, 32)}"`;
}

/** @throws {Refusal} FORBIDDEN, BAD_REQUEST */
function tableAs(policy: Policy, role: string, as: string | undefined): AccessTable {
  const own = policy.tableFor({ role });
  if (as === undefined) return own;
  if (!mayReadPolicy(own)) {
    throw new Refusal('FORBIDDEN', 'Your role may not see the schema of another.', {
      reason: 'MISSING_PERMISSION',
      hint: 'Leave ?as= out for the schema your own role sees.',
    });
  }
  if (policy.roles.has(as)) return policy.tableFor({ role: as });
  throw new Refusal('BAD_REQUEST', 'as names no role.', {
    reason: 'UNKNOWN_ROLE',
    hint: `Roles are ${[...policy.roles].sort().join(', ')}.`,
  });
}

function asRole(query: unknown): string | undefined {
  if (typeof query !== 'object' || query === null || !('as' in query)) return undefined;
  return String(query.as);
}

/** RFC 9110 §13.1.2: a list of tags, compared weakly, or `*`. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
