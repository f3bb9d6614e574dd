/** authorize: ValidOperation → AuthorizedOperation. A decision per coordinate, denied parts removed. */
import { type GraphQLSchema, print } from 'graphql';
import type { LRUCache } from 'lru-cache';
import { asksIntrospection } from '../operation/introspect.ts';
import { prune } from '../operation/prune.ts';
import type { AccessTable, Decision } from '../policy/index.ts';
import { decideField, isWithheldBy } from './decide-field.ts';
import type {
  AuthorizedDocument,
  AuthorizedOperation,
  ParsedOperation,
  ValidOperation,
} from './types.ts';

export interface AuthorizeDeps {
  /** The API schema, whole: decisions are about it, not about what the caller sees of it. */
  readonly apiSchema: GraphQLSchema;
  /** What is left of a document, by operation hash, operation name and access table. */
  readonly authorized: LRUCache<string, AuthorizedDocument>;
}

/**
 * Decides once per document and access table; nothing here depends on variables, so the result
 * may be kept. Never refuses: a denied field is an answer (null and an error), put in by `mask`.
 */
export function authorize(deps: AuthorizeDeps, valid: ValidOperation): AuthorizedOperation {
  const { parsed, table } = valid;
  const name = parsed.operation.name?.value ?? '';
  const key = `${table.key} ${parsed.operationHash} ${name}`;
  let authorized = deps.authorized.get(key);
  if (!authorized) {
    authorized = decide(deps.apiSchema, parsed, table);
    deps.authorized.set(key, authorized);
  }
  return { valid, authorized };
}

function decide(
  schema: GraphQLSchema,
  parsed: ParsedOperation,
  table: AccessTable,
): AuthorizedDocument {
  const restricted = new Map<string, Decision>();
  const isWithheld = (typeName: string, fieldName: string): boolean => {
    const decision = decideField(schema, table, typeName, fieldName);
    if (decision.effect !== 'allow') restricted.set(`${typeName}.${fieldName}`, decision);
    return isWithheldBy(decision);
  };
  const pruned = prune(schema, parsed.document, parsed.operation, { isWithheld });
  const introspects = asksIntrospection(parsed.operation, parsed.fragments);
  if (restricted.size === 0 && !introspects) {
    const { document, operation, source } = parsed;
    return { document, operation, text: source, restricted, introspects };
  }
  const text = pruned.document ? print(pruned.document) : '';
  return { ...pruned, text, restricted, introspects };
}
