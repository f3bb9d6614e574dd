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
import { decidedCoordinates } from '../gateway/policy/index.ts';
import { inputPlaces } from '../gateway/policy/input-places.ts';
import { outputTypes } from '../gateway/policy/output-types.ts';
import { revealsBy } from '../gateway/policy/revealed.ts';
import type { Condition, Conditions } from './condition-data.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';

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

/** Everything wrong with the conditions. */
export function conditionProblems(
  schema: GraphQLSchema,
  { elevation, rules }: Conditions,
  permissions: Readonly<Record<string, { readonly without: 'deny' | 'hide' }>>,
): readonly Problem[] {
  const problem = problemOf('conditions');
  const unknown = (name: string) => !Object.hasOwn(permissions, name);
  const known = (name: string) =>
    didYouMean(name, Object.keys(permissions), 'add it to policies/permissions/data.json');
  return [
    ...elevation.flatMap((name) => {
      if (unknown(name)) {
        return [problem(name, `elevation names ${name}, which is no permission`, known(name))];
      }
      if (permissions[name]?.without === 'deny') return [];
      const message = `elevation names ${name}, but what it opens is hidden and can't be asked for`;
      return [problem(name, message, `take it out, or let lacking it deny instead of hide`)];
    }),
    ...Object.entries(rules).flatMap(([coordinate, conditions]) => {
      const field = fieldOf(schema, coordinate);
      if (field === undefined) return [staleCondition(schema, coordinate)];
      return [
        ...(isNonNullType(field.type)
          ? [
              problem(
                coordinate,
                `${coordinate}: ${field.type} must be nullable, as a condition may deny it`,
                `make it ${field.type.ofType} in the subgraph's schema, or take the condition out`,
              ),
            ]
          : []),
        ...conditions.flatMap(({ unless }) =>
          unless !== undefined && unknown(unless)
            ? [
                problem(
                  coordinate,
                  `${coordinate} names ${unless}, which is no permission`,
                  known(unless),
                ),
              ]
            : [],
        ),
        ...conditions.flatMap((condition) => problemsOf(condition, field.args, coordinate)),
      ];
    }),
  ];
}

function staleCondition(schema: GraphQLSchema, coordinate: string): Problem {
  const otherwise = 'name a field of an object type, or take the condition out';
  return problemOf('stale-coordinate')(
    coordinate,
    `${coordinate} is no field of an object type`,
    didYouMean(coordinate, decidedCoordinates(schema), otherwise),
  );
}

function problemOf(rule: string) {
  return (at: string, message: string, fix: string): Problem => ({
    ...{ rule, where: FILE, at, message, fix },
  });
}

/**
 * Ways round a condition: fields computed from one that has it, and inputs that reveal one. They
 * are decided without its arguments, so the condition would not hold for them.
 */
export function conditionGaps(supergraphSdl: string, { rules }: Conditions): readonly Problem[] {
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
      .map((each) =>
        problemOf('conditions')(
          each,
          `${at} ${how} ${each}, whose conditions would not hold there`,
          `give ${at} conditions of its own, or close it`,
        ),
      ),
  );
}

function problemsOf(
  condition: Condition,
  args: readonly GraphQLArgument[],
  coordinate: string,
): readonly Problem[] {
  const problem = problemOf('conditions');
  if (condition.kind === 'hours' || condition.kind === 'period') {
    const isNever =
      condition.from === condition.to ||
      (condition.kind === 'period' && condition.from > condition.to);
    if (!isNever) return [];
    const message = `${coordinate}: no time is from ${condition.from} to ${condition.to}`;
    return [problem(coordinate, message, 'from is the beginning, to the end, which is left out')];
  }
  const type = typeAt(args, condition.argument.split('.'));
  if (type === undefined) {
    const message = `${coordinate} has no argument ${condition.argument} with one value`;
    const names = args.map(({ name }) => name);
    const otherwise = names.length === 0 ? 'it has no arguments' : `it has ${names.join(', ')}`;
    return [problem(coordinate, message, didYouMean(condition.argument, names, otherwise))];
  }
  if (condition.kind === 'elevatable') {
    if (type.name === 'String') return [];
    const message = `${coordinate}: ${condition.argument} is ${type.name}, never a permission`;
    return [problem(coordinate, message, 'permissions are named by a String')];
  }
  const compared = isEnumType(type) ? 'string' : COMPARED_AS[type.name];
  return boundsOf(condition)
    .filter((each) => typeof each !== compared || !isValueOf(type, each))
    .map((each) =>
      problem(
        coordinate,
        `${coordinate}: ${condition.argument} is ${type.name}, never ${JSON.stringify(each)}`,
        compared === undefined
          ? `a ${type.name} can't be compared; choose another argument`
          : isEnumType(type)
            ? `it has ${type
                .getValues()
                .map(({ name }) => name)
                .join(', ')}`
            : `write a ${compared}`,
      ),
    );
}

function boundsOf(
  condition: Exclude<Extract<Condition, { argument: string }>, { kind: 'elevatable' }>,
): readonly Bound[] {
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
