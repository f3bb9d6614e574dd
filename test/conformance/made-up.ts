/**
 * Data made up by type: every field has a value that only its coordinate has, so whatever shows
 * up in an answer tells where it came from. Lists have two items, or one of each concrete type.
 */
import { createHash } from 'node:crypto';
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** What `Type.field` resolves to; objects are their `__typename` and nothing else. */
export function madeUp(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  coordinate: string,
): unknown {
  if (isNonNullType(type)) return madeUp(schema, type.ofType, coordinate);
  if (isListType(type)) return madeUpList(schema, type.ofType, coordinate);
  if (isLeafType(type)) {
    const number = numberOf(coordinate);
    if (isEnumType(type)) return type.getValues()[number % type.getValues().length]?.name;
    return scalar(type.name, coordinate, number);
  }
  if (isObjectType(type)) return { __typename: type.name };
  const possible = schema.getPossibleTypes(type).map(({ name }) => name);
  return { __typename: possible.sort()[numberOf(coordinate) % possible.length] };
}

function madeUpList(
  schema: GraphQLSchema,
  itemType: GraphQLOutputType,
  coordinate: string,
): readonly unknown[] {
  const item = isNonNullType(itemType) ? itemType.ofType : itemType;
  if (isLeafType(item) || isListType(item) || isObjectType(item)) {
    return [madeUp(schema, item, coordinate), madeUp(schema, item, coordinate)];
  }
  const possible = schema.getPossibleTypes(item).map(({ name }) => name);
  return possible.sort().map((name) => ({ __typename: name }));
}

function scalar(typeName: string, coordinate: string, number: number): unknown {
  const day = `${1900 + (number % 90)}-0${2 + (number % 7)}-${11 + (number % 17)}`;
  switch (typeName) {
    case 'Boolean':
      return true;
    case 'Int':
    case 'MinorUnits':
      return 1_000_001 + 2 * number;
    case 'Float':
      return number + 0.5;
    case 'Date':
      return day;
    case 'DateTime':
      return `${day}T10:11:12.000Z`;
    default:
      return `value of ${coordinate}`;
  }
}

function numberOf(coordinate: string): number {
  return createHash('sha256').update(coordinate).digest().readUInt32BE() % 100_000_000;
}
