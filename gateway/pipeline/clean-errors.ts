/** What a client may see of the errors subgraphs and planner gave: no names, no texts of theirs. */
import { GraphQLError } from 'graphql';
import { CODES, type Code, isCode } from '../../lib/errors/index.ts';

const UNAVAILABLE = 'This part of the answer is not available right now.';

/** Extensions of a client's own mistake that a subgraph may pass on. */
const PASSED_ON = ['reasonCode', 'hint', 'coordinate'] as const;

/** Only codes whose audience is the client keep their message; all else becomes one sentence. */
export function cleanErrors(
  errors: readonly GraphQLError[],
  decisionId: string,
): readonly GraphQLError[] {
  return errors.map((error) => {
    const code = error.extensions.code;
    const options = error.path ? { path: error.path } : {};
    if (isCode(code) && CODES[code].audience === 'client') {
      const extensions = { code, ...passedOn(error), decisionId };
      return new GraphQLError(error.message, { ...options, extensions });
    }
    const shown: Code = code === 'INTERNAL_SERVER_ERROR' ? code : 'SUBGRAPH_UNAVAILABLE';
    return new GraphQLError(UNAVAILABLE, { ...options, extensions: { code: shown, decisionId } });
  });
}

function passedOn(error: GraphQLError): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = error.extensions[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}
