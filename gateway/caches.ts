/**
 * The caches between a request and its answer: what each holds, under which key, and why the key
 * is enough. A key names everything its value depends on; what a value must not depend on
 * (variables, tenant, subject, clock) is never in it, because it is not read to make the value.
 *
 * | cache | key | the value depends on |
 * |---|---|---|
 * | verdicts (validate) | table key, SHA-256 of the text, operation name | visible schema, text, operation |
 * | authorized (authorize) | table key, SHA-256 of the text, operation name | decisions, text, operation |
 * | plans (plan) | SHA-256 of table key, operation name, text as authorized | supergraph, what is left of the text |
 * | access tables (policy) | revision, hash of the bundle, schema hash, role | bundle, schema, attributes |
 * | document modes (policy) | role, client, bank | these and the policy they are kept with; no other value depends on the bank |
 * | visible schemas | the table itself, weakly | the table's decisions |
 * | grants (elevation) | bank, role, subject; for a second | what the audit subgraph said of the three |
 * | verified tokens (identity) | SHA-256 of the token | token, key set (its version is compared) |
 *
 * The table key is revision, schema hash and attributes (policy/access-table.ts). Apollo Server
 * keeps parsed documents and persisted queries by SHA-256 of their text, of which they are a pure
 * function. What an elevation opened is decided anew each time, by a table whose key is its own, so
 * that it is in `plans` at most, under a key no other operation has. No answer and no fetch is kept or shared: two requests in flight with the same text
 * are two executions, each with its own hop tokens, and a subgraph's loaders live for one request.
 */
import type { GraphQLError } from 'graphql';
import type { Registry } from 'prom-client';
import { type Cache, createCache } from './cache.ts';
import type { AuthorizedDocument } from './pipeline/types.ts';
import type { QueryPlan } from './planner/planner.ts';
import { type AccessTable, TABLES_MAX } from './policy/index.ts';

export interface GatewayCaches {
  readonly verdicts: Cache<readonly GraphQLError[]>;
  readonly authorized: Cache<AuthorizedDocument>;
  readonly plans: Cache<QueryPlan>;
  readonly tables: Cache<AccessTable>;
}

const DOCUMENTS_MAX = 2_000;
/** Characters of operation text; a parsed document takes some twenty times as many bytes. */
const DOCUMENT_CHARACTERS_MAX = 2_000_000;
/** Characters of plans as JSON. */
const PLAN_CHARACTERS_MAX = 15_000_000;

export function createGatewayCaches(registry: Registry): GatewayCaches {
  const documents = { registry, entriesMax: DOCUMENTS_MAX, sizeMax: DOCUMENT_CHARACTERS_MAX };
  return {
    verdicts: createCache({
      ...documents,
      stage: 'validate',
      // An error holds on to the document it is about.
      sizeOf: (errors: readonly GraphQLError[]) => errors[0]?.source?.body.length ?? 0,
    }),
    authorized: createCache({
      ...documents,
      stage: 'authorize',
      sizeOf: ({ text }: AuthorizedDocument) => text.length,
    }),
    plans: createCache({
      registry,
      stage: 'plan',
      entriesMax: DOCUMENTS_MAX,
      sizeMax: PLAN_CHARACTERS_MAX,
      sizeOf: (plan: QueryPlan) => JSON.stringify(plan).length,
    }),
    tables: createCache({
      registry,
      stage: 'policy',
      entriesMax: TABLES_MAX,
      // Tables of one schema are of one size.
      sizeMax: TABLES_MAX,
      sizeOf: () => 0,
    }),
  };
}
