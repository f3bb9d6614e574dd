/** authorize: ElevatedOperation → AuthorizedOperation. A decision per coordinate, denied parts removed. */
import { type FieldNode, type GraphQLSchema, print } from 'graphql';
import type { Cache } from '../cache.ts';
import type { FetchedKey } from '../operation/fetched-key.ts';
import { asksIntrospection } from '../operation/introspect.ts';
import { prune } from '../operation/prune.ts';
import { decideField, isWithheldBy } from './decide-field.ts';
import type { DecideNodes } from './decide-nodes.ts';
import { denialError, denialsOf } from './denials.ts';
import { OperationRefused } from './refuse.ts';
import type {
  AuthorizedDocument,
  AuthorizedOperation,
  ElevatedOperation,
  NodeDecision,
  ValidOperation,
} from './types.ts';

export interface AuthorizeDeps {
  /** The API schema, whole: decisions are about it, not about what the caller sees of it. */
  readonly apiSchema: GraphQLSchema;
  readonly decideNodes: DecideNodes;
  readonly fetchedKey: FetchedKey;
  /** What is left of a document, by access table, operation hash and operation name. */
  readonly authorized: Cache<AuthorizedDocument>;
}

const NOTHING: ReadonlyMap<FieldNode, NodeDecision> = new Map();

/**
 * Decides once per document and access table, and keeps it; only what depends on variables, or
 * was opened by an elevation, is decided anew, and then nothing is kept. A denied field is an
 * answer (null and an error, put in by `mask`), unless the caller asked for all or nothing.
 * @throws {OperationRefused} UNAUTHORIZED_FIELD_OR_TYPE in mode `reject`, with every denial.
 */
export function authorize(deps: AuthorizeDeps, elevated: ElevatedOperation): AuthorizedOperation {
  const { table, byNode, asked } = deps.decideNodes(elevated);
  const valid = { ...elevated, table };
  const isKept = byNode.size === 0 && table === elevated.table;
  const authorized = isKept ? kept(deps, valid) : decide(deps, valid, byNode);
  const authorization = { valid, authorized, ofRole: elevated.table, asked };
  if (valid.parsed.admission.deniedMode === 'reject' && authorized.isRestricted) {
    refuseDenials(deps.apiSchema, authorization);
  }
  return authorization;
}

function kept(deps: AuthorizeDeps, valid: ValidOperation): AuthorizedDocument {
  const { operationHash, operation } = valid.parsed;
  const key = `${valid.table.key} ${operationHash} ${operation.name?.value ?? ''}`;
  const known = deps.authorized.get(key);
  if (known) return known;
  const decided = decide(deps, valid, NOTHING);
  deps.authorized.set(key, decided);
  return decided;
}

function decide(
  { apiSchema, fetchedKey }: AuthorizeDeps,
  { parsed, table }: ValidOperation,
  byNode: ReadonlyMap<FieldNode, NodeDecision>,
): AuthorizedDocument {
  let isRestricted = false;
  const isWithheld = (typeName: string, node: FieldNode): boolean => {
    const { decision } = decideField(table, byNode, typeName, [node]);
    if (decision.effect !== 'allow') isRestricted = true;
    return isWithheldBy(decision);
  };
  const onAbstract = (types: readonly string[]): void => {
    if (types.some((name) => isWithheldBy(table.decide(name)))) isRestricted = true;
  };
  let isReworded = false;
  const keyOf = (node: FieldNode): string => {
    const key = fetchedKey(node);
    if (key !== (node.alias?.value ?? node.name.value)) isReworded = true;
    return key;
  };
  const onEmptied = (): void => {
    isReworded = true;
  };
  const pruned = (withTypenames: boolean) =>
    prune(apiSchema, parsed.fragments, parsed.operation, {
      isWithheld,
      onAbstract,
      keyOf,
      onEmptied,
      withTypenames,
    });
  const introspects = asksIntrospection(parsed.operation, parsed.fragments);
  const plain = pruned(false);
  const left = isRestricted || introspects || isReworded ? pruned(true) : plain;
  const text = left.document ? print(left.document) : '';
  return { ...left, text, isRestricted, byNode, introspects, isReworded };
}

function refuseDenials(schema: GraphQLSchema, authorization: AuthorizedOperation): void {
  const { valid, authorized } = authorization;
  const denials = denialsOf(schema, valid, authorized.byNode);
  if (denials.length === 0) return;
  const { decisionId } = valid.parsed.admission;
  throw new OperationRefused(
    'UNAUTHORIZED_FIELD_OR_TYPE',
    denials.map((denial) => denialError(denial, decisionId)),
    [...new Set(denials.map(({ coordinate }) => coordinate))].sort(),
    authorization,
  );
}
