/** The schema coordinates the policy decides. */
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** Types that `@link`ed specifications bring along; clients never see them. */
const FEATURE_TYPE =
  /^(?:join|link|core|federation|policy|authenticated|requiresScopes|inaccessible|tag|cost|context|connect)__/;

/**
 * Every coordinate of the schema that is decided, sorted: `Type`, `Type.field`,
 * `Type.field(argument:)`, `InputObject.field` and `Enum.VALUE`. Introspection is apart.
 */
export function decidedCoordinates(schema: GraphQLSchema): readonly string[] {
  const coordinates: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isOfFeature(type.name)) continue;
    coordinates.push(type.name, ...memberCoordinates(type));
  }
  return coordinates.sort();
}

/** Whether a coordinate is of a type that only specifications use. */
export function isOfFeature(coordinate: string): boolean {
  return FEATURE_TYPE.test(coordinate);
}

function memberCoordinates(type: GraphQLNamedType): readonly string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
  if (isInputObjectType(type)) {
    return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const coordinate = `${type.name}.${field.name}`;
    return [coordinate, ...field.args.map(({ name }) => `${coordinate}(${name}:)`)];
  });
}
