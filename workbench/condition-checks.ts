/** What must hold of conditions before a bundle may be built. */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { computedFields } from '../gateway/policy/computed-fields.ts';
import { inputPlaces } from '../gateway/policy/input-places.ts';
import { outputTypes } from '../gateway/policy/output-types.ts';
import { revealsBy } from '../gateway/policy/revealed.ts';
import type { Condition, Conditions } from './condition-data.ts';

const FILE = 'policies/conditions/data.json';

type Bound = string | number | boolean;

/** What a condition may compare a value of each built-in or own scalar with. */
const COMPARED_AS: Readonly<Record<string, 'number' | 'string' | 'boolean'>> = {
  Int: 'number',
  Float: 'number',
  MinorUnits: 'number',
  String: 'string',
  ID: 'string',
  Date: 'string',
  DateTime: 'string',
  Boolean: 'boolean',
};

/** Everything wrong with the conditions, one sentence each. */
export function conditionProblems(
  schema: GraphQLSchema,
  { elevation, rules }: Conditions,
  permissions: Readonly<Record<string, { readonly without: 'deny' | 'hide' }>>,
): readonly string[] {
  const unknown = (name: string) => !Object.hasOwn(permissions, name);
  return [
    ...elevation.flatMap((name) => {
      if (unknown(name)) return [`${FILE}: elevation names ${name}, which is no permission`];
      if (permissions[name]?.without === 'deny') return [];
      return [
        `${FILE}: elevation names ${name}, but what it opens is hidden and can't be asked for`,
      ];
    }),
    ...Object.entries(rules).flatMap(([coordinate, conditions]) => {
      const field = fieldOf(schema, coordinate);
      if (field === undefined) return [`${FILE}: ${coordinate} is no field of an object type`];
      const where = `${FILE}: ${coordinate}`;
      return [
        ...(isNonNullType(field.type)
          ? [`${where}: ${field.type} must be nullable, as a condition may deny it`]
          : []),
        ...conditions.flatMap(({ unless }) =>
          unless !== undefined && unknown(unless)
            ? [`${where} names ${unless}, which is no permission`]
            : [],
        ),
        ...conditions.flatMap((condition) => problemsOf(condition, field.args, where)),
      ];
    }),
  ];
}

/**
 * Ways round a condition: fields computed from one that has it, and inputs that reveal one. They
 * are decided without its arguments, so the condition would not hold for them.
 */
export function conditionGaps(supergraphSdl: string, { rules }: Conditions): readonly string[] {
  const document = parse(supergraphSdl);
  const reveals = revealsBy(document);
  const computed = [...computedFields(document, outputTypes(document))].map(
    ([at, inputs]) => ({ at, how: 'is computed from', what: [...inputs] }) as const,
  );
  const revealing = inputPlaces(document).map(
    (place) => ({ at: place.coordinate, how: 'reveals', what: reveals(place) ?? [] }) as const,
  );
  return [...computed, ...revealing].flatMap(({ at, how, what }) =>
    what
      .filter((each) => Object.hasOwn(rules, each) && !Object.hasOwn(rules, at))
      .map((each) => `${FILE}: ${at} ${how} ${each}, whose conditions would not hold there`),
  );
}

function problemsOf(
  condition: Condition,
  args: readonly GraphQLArgument[],
  where: string,
): readonly string[] {
  if (condition.kind === 'hours' || condition.kind === 'period') {
    const isNever =
      condition.from === condition.to ||
      (condition.kind === 'period' && condition.from > condition.to);
    return isNever ? [`${where}: no time is from ${condition.from} to ${condition.to}`] : [];
  }
  const type = typeAt(args, condition.argument.split('.'));
  if (type === undefined) {
    return [`${where} has no argument ${condition.argument} with one value`];
  }
  const compared = isEnumType(type) ? 'string' : COMPARED_AS[type.name];
  return boundsOf(condition)
    .filter((each) => typeof each !== compared || !isValueOf(type, each))
    .map(
      (each) => `${where}: ${condition.argument} is ${type.name}, never ${JSON.stringify(each)}`,
    );
}

function boundsOf(condition: Extract<Condition, { argument: string }>): readonly Bound[] {
  switch (condition.kind) {
    case 'at_most':
      return [condition.limit];
    case 'one_of':
      return condition.values;
    case 'within':
      return [condition.from, condition.to];
  }
}

function isValueOf(type: GraphQLNamedType, bound: Bound): boolean {
  return !isEnumType(type) || type.getValue(String(bound)) != null;
}

/** The named type a path of names leads to; lists hold more than one value, so none. */
function typeAt(
  inputs: readonly (GraphQLArgument | GraphQLInputField)[],
  [name, ...rest]: readonly string[],
): GraphQLNamedType | undefined {
  const input = inputs.find((each) => each.name === name);
  if (input === undefined || isListType(getNullableType(input.type))) return undefined;
  const type = getNamedType(input.type);
  if (rest.length === 0) return isInputObjectType(type) ? undefined : type;
  return isInputObjectType(type) ? typeAt(Object.values(type.getFields()), rest) : undefined;
}

/** Of an object only: on an interface's field a condition would bind none of its implementers. */
function fieldOf(schema: GraphQLSchema, coordinate: string) {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return undefined;
  const fields = type.getFields();
  return Object.hasOwn(fields, fieldName) ? fields[fieldName] : undefined;
}
