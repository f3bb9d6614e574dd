/** Which input coordinates a field uses: arguments, input fields and enum values count as reads. */
import {
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  valueFromAST,
} from 'graphql';
import type { Variables } from './collect.ts';

/**
 * The coordinates (`Query.payments(filter:)`, `PaymentFilter.minAmount`, `PaymentOrder.AMOUNT_DESC`)
 * that the field uses on a type. Literals, variables and defaults that mean the same give the
 * same; null uses nothing, unless there is a default it may fall back to.
 */
export function inputUses(
  typeName: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): ReadonlySet<string> {
  const used = new Set<string>();
  for (const argument of field.args) {
    const value = argumentValue(argument, node, variables);
    if (isNothing(value)) continue;
    used.add(`${typeName}.${field.name}(${argument.name}:)`);
    useValue(used, argument.type, value);
  }
  return used;
}

/** The value the field runs with: as given, else the default. */
function argumentValue(argument: GraphQLArgument, node: FieldNode, variables: Variables): unknown {
  const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  if (given === undefined) return argument.defaultValue;
  return valueFromAST(given, argument.type, variables) ?? argument.defaultValue;
}

function useValue(used: Set<string>, type: GraphQLInputType, value: unknown): void {
  if (isNothing(value)) return;
  if (isNonNullType(type)) useValue(used, type.ofType, value);
  else if (isListType(type)) {
    for (const item of [value].flat()) useValue(used, type.ofType, item);
  } else if (isEnumType(type)) {
    used.add(`${type.name}.${String(type.serialize(value))}`);
  } else if (isInputObjectType(type) && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      const field = type.getFields()[name];
      if (!field || isNothing(inner)) continue;
      used.add(`${type.name}.${name}`);
      useValue(used, field.type, inner);
    }
  }
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
