/** Every input coordinate of a schema: arguments, input fields, values of enums used as inputs. */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** In the form of the schema coordinates specification: `Type.field(argument:)`, `Type.member`. */
export function inputCoordinates(schema: GraphQLSchema): readonly string[] {
  const coordinates = new Set<string>();
  const visited = new Set<string>();

  function addType(type: GraphQLInputType): void {
    const named = getNamedType(type);
    if (visited.has(named.name)) return;
    visited.add(named.name);
    if (isEnumType(named)) {
      for (const { name } of named.getValues()) coordinates.add(`${named.name}.${name}`);
    } else if (isInputObjectType(named)) {
      for (const field of Object.values(named.getFields())) {
        coordinates.add(`${named.name}.${field.name}`);
        addType(field.type);
      }
    }
  }

  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields())) {
      for (const argument of field.args) {
        coordinates.add(`${type.name}.${field.name}(${argument.name}:)`);
        addType(argument.type);
      }
    }
  }
  return [...coordinates].sort();
}
