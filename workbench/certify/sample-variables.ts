/** Values for an operation's variables, such that what a role is not allowed shows. */
import {
  type GraphQLEnumType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { AccessTable } from '../../gateway/policy/index.ts';

/** Input types may hold themselves. */
const DEPTH_MAX = 5;

const SEVERITY = { allow: 0, mask: 1, deny: 2, hide: 3 } as const;

const SCALARS: Readonly<Record<string, unknown>> = {
  ID: '00000000-0000-0000-0000-000000000000',
  String: 'x',
  Int: 1,
  Float: 1,
  Boolean: true,
  Date: '2000-01-01',
  DateTime: '2000-01-01T00:00:00.000Z',
  MinorUnits: 1,
};

/**
 * Every input object whole, every enum at the value the role may use least, `@include` and `@skip`
 * so that all is asked. Other scalars keep their defaults, or else what the schema has for them.
 */
export function sampleVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  table: AccessTable,
): Readonly<Record<string, unknown>> {
  const skips = skippedBy(operation);
  const given = (operation.variableDefinitions ?? []).flatMap((definition) => {
    const name = definition.variable.name.value;
    if (skips.has(name)) return [[name, skips.get(name)]];
    const type = inputTypeOf(schema, definition);
    if (type === undefined || !isSampled(type, definition)) return [];
    return [[name, sample(type, table, DEPTH_MAX)]];
  });
  return Object.fromEntries(given);
}

/** What a condition is set to, so that its field is asked. */
function skippedBy(operation: OperationDefinitionNode): ReadonlyMap<string, boolean> {
  const values = new Map<string, boolean>();
  visit(operation, {
    Directive: ({ name, arguments: given }) => {
      const value = given?.find((each) => each.name.value === 'if')?.value;
      if (value?.kind === Kind.VARIABLE) values.set(value.name.value, name.value === 'include');
    },
  });
  return values;
}

/** Undefined where it is no input type, which validation tells. */
function inputTypeOf(
  schema: GraphQLSchema,
  { type: node }: VariableDefinitionNode,
): GraphQLInputType | undefined {
  const type = typeFromAST(schema, node);
  return isInputType(type) ? type : undefined;
}

function isSampled(type: GraphQLInputType, { defaultValue }: VariableDefinitionNode): boolean {
  if (isEnumType(getNamedType(type)) || isInputObjectType(getNamedType(type))) return true;
  return isNonNullType(type) && defaultValue === undefined;
}

function sample(type: GraphQLInputType, table: AccessTable, depth: number): unknown {
  if (isNonNullType(type)) return sample(type.ofType, table, depth);
  if (isListType(type)) return [sample(type.ofType, table, depth)];
  if (isEnumType(type)) return leastAllowed(type, table);
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? 'x';
  const fields = Object.values(type.getFields());
  const used = depth > 0 ? fields : fields.filter((field) => isNonNullType(field.type));
  return Object.fromEntries(
    (type.isOneOf ? used.slice(0, 1) : used).map((field) => [
      field.name,
      sample(field.type, table, depth - 1),
    ]),
  );
}

function leastAllowed(type: GraphQLEnumType, table: AccessTable): string | undefined {
  const severityOf = (name: string) => SEVERITY[table.decide(`${type.name}.${name}`).effect];
  const names = type.getValues().map(({ name }) => name);
  return names.reduce((least, name) => (severityOf(name) > severityOf(least) ? name : least));
}
