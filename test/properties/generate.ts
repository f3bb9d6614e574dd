/** Valid operations over any schema, as a tape decides. */
import {
  type ArgumentNode,
  type ConstValueNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  Kind,
  parseConstValue,
  type SelectionNode,
} from 'graphql';
import { field as fieldNode, inlineFragment } from './nodes.ts';
import type { Operation } from './operation.ts';
import type { Tape } from './tape.ts';

const DEPTH_MAX = 6;
const WIDTH_MAX = 4;
const SIZE_MAX = 40;

interface Making {
  readonly schema: GraphQLSchema;
  readonly tape: Tape;
  /** Fields made so far. */
  size: number;
  /** Response key by field and arguments, so that equal keys always mean equal fields. */
  readonly keys: Map<string, string>;
}

/** One operation, without named fragments or variables: what rewriting starts from. */
export function generateOperation(schema: GraphQLSchema, tape: Tape): Operation {
  const making: Making = { schema, tape, size: 0, keys: new Map() };
  const mutation = schema.getMutationType();
  const isMutation = mutation !== undefined && mutation !== null && tape.chance(10);
  const root = isMutation ? mutation : schema.getQueryType();
  if (!root) throw new RangeError('a schema without queries');
  return {
    kind: isMutation ? 'mutation' : 'query',
    selections: selectionsOn(making, root, 0),
    fragments: [],
    variables: [],
  };
}

function selectionsOn(
  making: Making,
  type: GraphQLNamedType,
  depth: number,
): readonly SelectionNode[] {
  const { tape } = making;
  const selections: SelectionNode[] = [];
  const width = 1 + tape.pick(WIDTH_MAX);
  for (let index = 0; index < width; index += 1) {
    if (index > 0 && (tape.isOver() || making.size > SIZE_MAX)) break;
    selections.push(selectionOn(making, type, depth));
  }
  return selections;
}

function selectionOn(making: Making, type: GraphQLNamedType, depth: number): SelectionNode {
  const { schema, tape } = making;
  const conditions = conditionsFor(schema, type);
  const canNest = depth < DEPTH_MAX && making.size < SIZE_MAX;
  if (canNest && tape.chance(isUnionType(type) ? 90 : 15)) {
    const narrowed = tape.oneOf(conditions);
    return inlineFragment(narrowed.name, selectionsOn(making, narrowed, depth + 1));
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return fieldNode('__typename');
  const fields = Object.values(type.getFields()).filter(
    (each) => canNest || isLeafType(getNamedType(each.type)),
  );
  if (fields.length === 0 || tape.chance(4)) return fieldNode('__typename');
  return fieldOn(making, tape.oneOf(fields), depth);
}

function fieldOn(
  making: Making,
  { name, args, type }: GraphQLField<unknown, unknown>,
  depth: number,
): FieldNode {
  making.size += 1;
  const given = args.flatMap((argument): readonly ArgumentNode[] => {
    if (!isRequiredArgument(argument) && !making.tape.chance(35)) return [];
    const value = inputValue(making.tape, argument.type, 0);
    const node = { kind: Kind.NAME, value: argument.name } as const;
    return [{ kind: Kind.ARGUMENT, name: node, value }];
  });
  const key = keyFor(making, name, given);
  const returned = getNamedType(type);
  const inner = isCompositeType(returned) ? selectionsOn(making, returned, depth + 1) : undefined;
  return fieldNode(name, { key, args: given, ...(inner ? { selections: inner } : {}) });
}

/** A key for the field alone, and another for each way it is called. */
function keyFor(making: Making, name: string, args: readonly ArgumentNode[]): string {
  const call = `${name}${JSON.stringify(args)}`;
  const known = making.keys.get(call);
  if (known !== undefined) return known;
  const isPlain = args.length === 0 && !making.tape.chance(10);
  const key = isPlain ? name : `k${making.keys.size}_${name}`;
  making.keys.set(call, key);
  return key;
}

function conditionsFor(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  if (isObjectType(type)) return [type, ...type.getInterfaces()];
  if (!isInterfaceType(type) && !isUnionType(type)) return [type];
  const possible = schema.getPossibleTypes(type);
  return [type, ...possible, ...possible.flatMap((each) => each.getInterfaces())];
}

const DEEP = 2;

/** Input fields for which the policy lets few values pass; the oracle knows no conditions. */
const MEANT: Readonly<Record<string, string>> = { permission: '"pii:read"' };

function inputValue(tape: Tape, type: GraphQLInputType, depth: number): ConstValueNode {
  if (isNonNullType(type)) return inputValue(tape, type.ofType, depth);
  if (isListType(type)) return { kind: Kind.LIST, values: [inputValue(tape, type.ofType, depth)] };
  if (isEnumType(type)) {
    return { kind: Kind.ENUM, value: tape.oneOf(type.getValues()).name };
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const isLeft = !isRequiredInputField(field) && (depth >= DEEP || !tape.chance(25));
      if (isLeft) return [];
      const name = { kind: Kind.NAME, value: field.name } as const;
      const meant = MEANT[field.name];
      const value = meant ? parseConstValue(meant) : inputValue(tape, field.type, depth + 1);
      return [{ kind: Kind.OBJECT_FIELD, name, value } as const];
    });
    return { kind: Kind.OBJECT, fields };
  }
  return parseConstValue(scalarOf(type.name, tape.pick(3)));
}

function scalarOf(typeName: string, choice: number): string {
  switch (typeName) {
    case 'Boolean':
      return choice === 0 ? 'true' : 'false';
    case 'Int':
    case 'Float':
    case 'MinorUnits':
      return String(choice + 1);
    case 'Date':
      return `"2020-02-0${choice + 1}"`;
    case 'DateTime':
      return `"2020-02-0${choice + 1}T01:02:03.000Z"`;
    default:
      return `"text ${choice}"`;
  }
}
