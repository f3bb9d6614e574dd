/** The schema as one class of principal sees it. */
import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';

/**
 * Removes every coordinate that is not visible, then whatever nothing visible reaches any more,
 * so that a hidden field and one that never existed can't be told apart.
 * @param isVisible answers for `Type` and `Type.field` of output types.
 */
export function visibleSchema(
  schema: GraphQLSchema,
  isVisible: (coordinate: string) => boolean,
): GraphQLSchema {
  const mapped = mapSchema(schema, {
    [MapperKind.COMPOSITE_FIELD]: (config, fieldName, typeName) =>
      isVisible(typeName) && isVisible(`${typeName}.${fieldName}`) ? config : null,
  });
  return pruneSchema(mapped, { skipEmptyCompositeTypePruning: false });
}

/** One visible schema per access table, made on first use and gone with the table. */
export function createVisibleSchemas(
  schema: GraphQLSchema,
): (table: { visible(coordinate: string): boolean }) => GraphQLSchema {
  const made = new WeakMap<object, GraphQLSchema>();
  return (table) => {
    const known = made.get(table);
    if (known) return known;
    const visible = visibleSchema(schema, (coordinate) => table.visible(coordinate));
    made.set(table, visible);
    return visible;
  };
}
