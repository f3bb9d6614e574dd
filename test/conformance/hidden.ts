/** What a role can't name: hidden coordinates, and types that nothing is left of. */
import {
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Oracle } from '../support/oracle.ts';

type Fielded = GraphQLObjectType | GraphQLInterfaceType;

/** Coordinates by role, computed once each: hiding spreads until nothing changes. */
export function hiddenFrom(
  schema: GraphQLSchema,
  oracle: Oracle,
): (role: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (role) => {
    const hidden = known.get(role) ?? hiddenOf(schema, oracle, role);
    known.set(role, hidden);
    return hidden;
  };
}

function hiddenOf(schema: GraphQLSchema, oracle: Oracle, role: string): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const fielded = types.filter(
    (type): type is Fielded => isObjectType(type) || isInterfaceType(type),
  );
  const hidden = new Set<string>();
  const hides = (coordinate: string) => oracle.expect(role, coordinate).effect === 'hide';
  for (let before = -1; before < hidden.size; ) {
    before = hidden.size;
    for (const type of fielded) {
      for (const field of Object.values(type.getFields())) {
        const coordinate = `${type.name}.${field.name}`;
        const below = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
        const isGone =
          hides(coordinate) ||
          hides(type.name) ||
          hidden.has(getNamedType(field.type).name) ||
          below.some(({ name }) => !hidden.has(name) && hidden.has(`${name}.${field.name}`));
        if (isGone) hidden.add(coordinate);
      }
    }
    for (const type of types) if (isEmpty(schema, type, hidden)) hidden.add(type.name);
  }
  return hidden;
}

function isEmpty(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  hidden: ReadonlySet<string>,
): boolean {
  if (isUnionType(type)) return type.getTypes().every(({ name }) => hidden.has(name));
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const isBare = Object.keys(type.getFields()).every((name) => hidden.has(`${type.name}.${name}`));
  const possible = isInterfaceType(type) ? schema.getPossibleTypes(type) : [type];
  return isBare || (isInterfaceType(type) && possible.every(({ name }) => hidden.has(name)));
}
