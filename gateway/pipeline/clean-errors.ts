/** What a client may see of the errors subgraphs and planner gave: no names, no texts of theirs. */
import { GraphQLError, Kind, visit } from 'graphql';
import { CODES, type Code, isCode } from '../../lib/errors/index.ts';
import { askedKey } from '../operation/fetched-key.ts';
import type { ParsedOperation } from './types.ts';

const UNAVAILABLE = 'This part of the answer is not available right now.';

/** Extensions of a client's own mistake that a subgraph may pass on. */
const PASSED_ON = ['reasonCode', 'hint', 'coordinate'] as const;

/**
 * Only codes whose audience is the client keep their message; all else becomes one sentence. A
 * path is a subgraph's text too: one that holds anything but the operation's own response keys
 * is dropped.
 */
export function cleanErrors(
  errors: readonly GraphQLError[],
  operation: Pick<ParsedOperation, 'operation' | 'fragments'>,
  decisionId: string,
): readonly GraphQLError[] {
  if (errors.length === 0) return [];
  const keys = responseKeys(operation);
  return errors.map((error) => {
    const code = error.extensions.code;
    const path = error.path?.map((key) => (typeof key === 'string' ? askedKey(key) : key));
    const isOurs = path?.every((key) => typeof key === 'number' || keys.has(key));
    const options = path && isOurs ? { path } : {};
    if (isCode(code) && CODES[code].audience === 'client') {
      const extensions = { code, ...passedOn(error), decisionId };
      return new GraphQLError(error.message, { ...options, extensions });
    }
    const shown: Code = code === 'INTERNAL_SERVER_ERROR' ? code : 'SUBGRAPH_UNAVAILABLE';
    return new GraphQLError(UNAVAILABLE, { ...options, extensions: { code: shown, decisionId } });
  });
}

function responseKeys({
  operation,
  fragments,
}: Pick<ParsedOperation, 'operation' | 'fragments'>): ReadonlySet<string> {
  const keys = new Set<string>();
  const definitions = [operation, ...fragments.values()];
  visit(
    { kind: Kind.DOCUMENT, definitions },
    { Field: ({ alias, name }) => void keys.add((alias ?? name).value) },
  );
  return keys;
}

function passedOn(error: GraphQLError): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = error.extensions[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}
