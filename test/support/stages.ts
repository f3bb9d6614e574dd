/** What the pipeline's stages take, over a schema and decisions a test makes up. */
import { type GraphQLSchema, getVariableValues, parse as parseDocument } from 'graphql';
import { Registry } from 'prom-client';
import { createCache } from '../../gateway/cache.ts';
import type { Grant } from '../../gateway/elevation/index.ts';
import { createFetchedKey } from '../../gateway/operation/fetched-key.ts';
import { createVisibleSchemas } from '../../gateway/operation/visible-schema.ts';
import type { AuthorizeDeps } from '../../gateway/pipeline/authorize.ts';
import { createDecideNodes } from '../../gateway/pipeline/decide-nodes.ts';
import { createElevatableIn } from '../../gateway/pipeline/elevatable.ts';
import { parse } from '../../gateway/pipeline/parse.ts';
import type {
  AuthorizedDocument,
  DeniedMode,
  ElevatedOperation,
} from '../../gateway/pipeline/types.ts';
import {
  type AccessTable,
  buildAccessTable,
  decidedCoordinates,
  decideUses,
  openPolicy,
  type Policy,
} from '../../gateway/policy/index.ts';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';

export const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'rule', obligation: null };
export const DENY = { ...ALLOW, effect: 'deny', reason: 'MISSING_PERMISSION' };
export const HIDE = { ...DENY, effect: 'hide' };
export const MASK = { ...ALLOW, effect: 'mask', reason: 'MASKED', obligation: { kind: 'year' } };
/** Decided anew for each call. */
export const CONDITIONAL = { ...ALLOW, depends_on: 'condition' };

/** Decisions by coordinate, as the policy gives them; what is not named is allowed. */
export type Rules = Readonly<Record<string, object>>;

export interface Asked {
  readonly rules?: Rules;
  readonly table?: AccessTable;
  readonly mode?: DeniedMode;
  /** Code of the caller's bank; HB unless told otherwise. */
  readonly bank?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Elevations in force. */
  readonly grants?: readonly Grant[];
  /** The decision of a use whose coordinate is conditional. */
  readonly decideUse?: (use: unknown) => object;
}

export interface Stages {
  /** With a cache of its own. */
  readonly deps: () => AuthorizeDeps;
  readonly tableOf: (rules: Rules) => AccessTable;
  readonly valid: (source: string, asked?: Asked) => ElevatedOperation;
}

/** @example createStages(schema).valid('{ a }', { rules: { 'Query.a': DENY } }) */
export function createStages(schema: GraphQLSchema): Stages {
  const visibleSchema = createVisibleSchemas(schema);
  const elevatableIn = createElevatableIn(schema);
  const coordinates = decidedCoordinates(schema);

  function tableOf(rules: Rules): AccessTable {
    const result = Object.fromEntries(coordinates.map((each) => [each, rules[each] ?? ALLOW]));
    return buildAccessTable({
      ...{ key: JSON.stringify(rules), revision: 'r', role: 'ANY', coordinates, onFailure: fail },
      evaluate: () => [{ result }],
    }).table;
  }

  return {
    tableOf,
    deps: () => ({
      apiSchema: schema,
      decideNodes: createDecideNodes(schema),
      fetchedKey: createFetchedKey(schema),
      authorized: createCache<AuthorizedDocument>({
        ...{ stage: 'authorize', registry: new Registry(), entriesMax: 10, sizeMax: 10_000 },
        sizeOf: ({ text }) => text.length,
      }),
    }),
    valid: (source, asked = {}) => {
      const { mode: deniedMode = 'partial', variables = {}, operationName } = asked;
      const table = asked.table ?? tableOf(asked.rules ?? {});
      const bankId = bankIdOf(asked.bank ?? 'HB');
      const parsed = parse(
        {
          ...{ deniedMode, decisionId: newDecisionId(), deadline: 0, leave: () => {} },
          signal: new AbortController().signal,
          principal: { subject: 'someone', role: 'ANY', bankId, client: 'unknown' },
        },
        { document: parseDocument(source), source, operationName, variables },
      );
      const definitions = parsed.operation.variableDefinitions ?? [];
      const { coerced = {} } = getVariableValues(schema, definitions, variables);
      const policy = policyOf(table, asked.decideUse ?? (() => DENY));
      const valid = { parsed, policy, table, schema: visibleSchema(table), variables: coerced };
      const grants = asked.grants ?? [];
      return { ...valid, now: new Date(0), grants, elevatable: elevatableIn(valid) };
    },
  };
}

function policyOf(table: AccessTable, decideUse: (use: unknown) => object): Policy {
  const evaluate = (input: object) =>
    'uses' in input && Array.isArray(input.uses) ? [{ result: input.uses.map(decideUse) }] : [];
  return {
    ...openPolicy(),
    tableFor: () => table,
    decideConditional: (question) => decideUses(question, evaluate, fail),
  };
}

function fail(kind: string): never {
  throw new Error(`the policy failed: ${kind}`);
}
