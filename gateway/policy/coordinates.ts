/** The schema coordinates the policy decides. */
import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/** Types that `@link`ed specifications bring along; clients never see them. */
const FEATURE_TYPE =
  /^(?:join|link|core|federation|policy|authenticated|requiresScopes|inaccessible|tag|cost|context|connect)__/;

/**
 * `Type` of every output type and `Type.field` of every object and interface, sorted. Arguments
 * follow their field, input fields and enum values what leads to them; introspection is apart.
 */
export function decidedCoordinates(schema: GraphQLSchema): readonly string[] {
  const coordinates: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || FEATURE_TYPE.test(type.name)) continue;
    if (isInputObjectType(type)) continue;
    coordinates.push(type.name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.keys(type.getFields())) coordinates.push(`${type.name}.${field}`);
  }
  return coordinates.sort();
}
