/** Denials as clients are told of them. */
import { type FieldNode, GraphQLError, type GraphQLSchema } from 'graphql';
import { walkFields } from '../operation/walk-fields.ts';
import { decideField, isWithheldBy } from './decide-field.ts';
import type { Denial, NodeDecision, ValidOperation } from './types.ts';

const HINTS: Readonly<Record<string, string>> = {
  CONDITION_NOT_MET: 'It may be read when it is called otherwise, as with a smaller argument.',
};
const HINT = 'Ask whoever runs the platform for access, and name the decision id.';

/** The one shape of a denial, the same whether or not there was anything to see. */
export function denialError(denial: Denial, decisionId: string): GraphQLError {
  const { path, coordinate, reasonCode } = denial;
  return new GraphQLError(`You may not read ${coordinate}.`, {
    path,
    extensions: {
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      coordinate,
      reasonCode,
      hint: HINTS[reasonCode] ?? HINT,
      decisionId,
    },
  });
}

/** Every denial of an operation before it has run, by response path without list indices. */
export function denialsOf(
  schema: GraphQLSchema,
  { parsed, table, variables }: ValidOperation,
  byNode: ReadonlyMap<FieldNode, NodeDecision>,
): readonly Denial[] {
  const denials = new Map<string, Denial>();
  const scope = { schema, fragments: parsed.fragments, variables };
  walkFields(scope, parsed.operation, ({ path, type, nodes }) => {
    const { coordinate, decision } = decideField(table, byNode, type.name, nodes);
    if (!isWithheldBy(decision)) return true;
    const denial = { path, coordinate, reasonCode: decision.reason };
    denials.set(JSON.stringify([path, coordinate]), denial);
    return false;
  });
  return [...denials.values()];
}
