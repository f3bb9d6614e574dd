/** What of an operation an elevation could open; of most operations nothing. */
import type { GraphQLSchema } from 'graphql';
import { inputCoordinates } from '../operation/input-coordinates.ts';
import { type AccessTable, decidedCoordinates } from '../policy/index.ts';
import { remember } from './field-uses.ts';
import { createOperationCoordinates, type OperationCoordinates } from './operation-coordinates.ts';
import type { ValidOperation } from './types.ts';

/** Coordinates of fields, of inputs in use and of types a field may return. */
export type ElevatableIn = (valid: ValidOperation) => readonly string[];

/**
 * @param schema the API schema, whole.
 * @param coordinates of that schema; shared, so that a document is looked through once.
 */
export function createElevatableIn(
  schema: GraphQLSchema,
  coordinates: OperationCoordinates = createOperationCoordinates(schema),
): ElevatableIn {
  const [all, inputs] = [decidedCoordinates(schema), inputCoordinates(schema)];
  const mayOpen = remember((table: AccessTable) => all.some(table.isElevatable));
  // Only what inputs an operation uses depends on its variables; the rest is looked up once.
  const mayOpenInputs = remember((table: AccessTable) => inputs.some(table.isElevatable));
  return ({ table, parsed: { operation, fragments }, variables }) => {
    if (!mayOpen(table)) return [];
    const touched = mayOpenInputs(table)
      ? coordinates.of(operation, fragments, variables)
      : coordinates.ofDocument(operation, fragments).fixed;
    return touched.filter(table.isElevatable);
  };
}
