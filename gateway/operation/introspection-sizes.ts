/** How long introspection's lists are on average, in a given schema. */
import {
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/**
 * By field name: of all types there are, and of what each type, field or directive has. The types
 * of introspection itself are among them, so there are always some with fields.
 */
export function introspectionSizes(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const types = Object.values(schema.getTypeMap());
  const composite = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = composite.flatMap((type) => Object.values(type.getFields()));
  const args = fields.reduce((sum, field) => sum + field.args.length, 0);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return new Map<string, number>([
    ['types', types.length],
    ['directives', schema.getDirectives().length],
    ['fields', fields.length / composite.length],
    ['args', Math.max(1, args / fields.length)],
    ['interfaces', 1],
    [
      'possibleTypes',
      Math.max(
        1,
        ...types.filter(isAbstractType).map((type) => schema.getPossibleTypes(type).length),
      ),
    ],
    [
      'enumValues',
      sum(types.filter(isEnumType).map((type) => type.getValues().length)) / types.length,
    ],
    [
      'inputFields',
      sum(types.filter(isInputObjectType).map((type) => Object.keys(type.getFields()).length)) /
        types.length,
    ],
  ]);
}
