/** The schema coordinates of one operation: what is decided of it, in the order of the alphabet. */
import {
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  type OperationDefinitionNode,
} from 'graphql';
import type { Fragments, Variables } from '../operation/collect.ts';
import { inputUses } from '../operation/input-uses.ts';
import { type FieldUse, fieldUses, remember } from './field-uses.ts';

/** Fields on each type they may run on, and the coordinates that do not depend on variables. */
export interface DocumentCoordinates {
  readonly uses: readonly FieldUse[];
  readonly fixed: readonly string[];
}

export interface OperationCoordinates {
  readonly ofDocument: (
    operation: OperationDefinitionNode,
    fragments: Fragments,
  ) => DocumentCoordinates;
  /** Those of the document, and of the inputs it uses with these variables. */
  readonly of: (
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Variables,
  ) => readonly string[];
}

/**
 * Looks through a document once; it may be one that validation refused.
 * @param schema the API schema, whole: what a caller can't see is decided as well.
 */
export function createOperationCoordinates(schema: GraphQLSchema): OperationCoordinates {
  const ofDocument = remember((operation: OperationDefinitionNode, fragments: Fragments) => {
    const uses = fieldUses(schema, operation, fragments).filter(
      ({ type }) => !type.name.startsWith('__'),
    );
    return { uses, fixed: fixedOf(schema, uses) };
  });
  return {
    ofDocument,
    of: (operation, fragments, variables) => {
      const { uses, fixed } = ofDocument(operation, fragments);
      const inputs = uses.flatMap(({ node, type, field }) =>
        field.args.length === 0 ? [] : [...inputUses(type.name, field, node, variables)],
      );
      return inputs.length === 0 ? fixed : [...new Set([...fixed, ...inputs])].sort();
    },
  };
}

function fixedOf(schema: GraphQLSchema, uses: readonly FieldUse[]): readonly string[] {
  const coordinates = new Set<string>();
  for (const { type, field } of uses) {
    coordinates.add(type.name).add(`${type.name}.${field.name}`);
    const returned = getNamedType(field.type);
    if (!isCompositeType(returned) || returned.name.startsWith('__')) continue;
    coordinates.add(returned.name);
    if (!isAbstractType(returned)) continue;
    for (const { name } of schema.getPossibleTypes(returned)) coordinates.add(name);
  }
  return [...coordinates].sort();
}
