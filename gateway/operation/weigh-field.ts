/** What one call of a field weighs, and how many things its list is taken to hold. */
import {
  type FieldNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { argumentValues } from './argument-values.ts';
import type { OperationScope } from './collect.ts';
import type { CostModel, ListSize } from './cost-model.ts';

export interface CostScope extends OperationScope {
  readonly model: CostModel;
}

/** A field as it is called. */
export interface CalledField {
  readonly coordinate: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly listSize: ListSize | undefined;
}

/** Of a list nothing is said of. */
const UNSIZED_LIST = 50;

/** A mutation also writes; Shopify and Apollo's router charge the same. */
const MUTATION_WEIGHT = 10;

/** Undefined for `__typename`, and for what validation would have refused. */
export function calledField(
  scope: CostScope,
  parent: GraphQLCompositeType,
  node: FieldNode,
): CalledField | undefined {
  const name = node.name.value;
  const definition =
    name === SchemaMetaFieldDef.name
      ? SchemaMetaFieldDef
      : name === TypeMetaFieldDef.name
        ? TypeMetaFieldDef
        : 'getFields' in parent
          ? parent.getFields()[name]
          : undefined;
  if (!definition) return undefined;
  const coordinate = `${parent.name}.${name}`;
  const listSize = scope.model.listSizes.get(coordinate);
  return {
    coordinate,
    definition,
    values: argumentValues(definition, node, scope.variables),
    listSize,
  };
}

/** Weight of each thing the field returns: its own, or else its type's; objects 1, leaves 0. */
export function weightOf({ model }: CostScope, called: CalledField): number {
  const own = model.weights.get(called.coordinate);
  if (own !== undefined) return own;
  const type = getNamedType(called.definition.type);
  return model.weights.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
}

/** What calling costs whatever comes back: a mutation, and weighed or composite arguments. */
export function callWeightOf(
  scope: CostScope,
  parent: GraphQLCompositeType,
  called: CalledField,
): number {
  const isMutation = parent.name === scope.schema.getMutationType()?.name;
  return called.definition.args.reduce(
    (sum, argument) => sum + argumentWeight(scope, called, argument),
    isMutation ? MUTATION_WEIGHT : 0,
  );
}

function argumentWeight(scope: CostScope, called: CalledField, argument: GraphQLArgument): number {
  const value = called.values[argument.name];
  const own = scope.model.weights.get(`${called.coordinate}(${argument.name}:)`) ?? 0;
  return value === undefined ? 0 : own + inputWeight(scope, argument.type, value);
}

/** Each input object counts 1, each weighed input field its weight. */
function inputWeight(scope: CostScope, type: GraphQLInputType, value: unknown): number {
  if (isNonNullType(type)) return inputWeight(scope, type.ofType, value);
  if (Array.isArray(value)) {
    const item = isListType(type) ? type.ofType : type;
    return value.reduce<number>((sum, each) => sum + inputWeight(scope, item, each), 0);
  }
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return 0;
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.values(type.getFields()).reduce((sum, field) => {
    if (!given.has(field.name)) return sum;
    const own = scope.model.weights.get(`${type.name}.${field.name}`) ?? 0;
    return sum + own + inputWeight(scope, field.type, given.get(field.name));
  }, 1);
}

/** The largest of the slicing arguments that have a value. */
export function slicedSize({ listSize, values }: CalledField): number | undefined {
  const sizes = (listSize?.slicingArguments ?? []).flatMap((name) => {
    const value = values[name];
    return typeof value === 'number' ? [Math.max(0, value)] : [];
  });
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}

/** What a field's list is taken to hold, or its sized subfields' lists. */
export function assumedSize(called: CalledField): number {
  return slicedSize(called) ?? called.listSize?.assumedSize ?? UNSIZED_LIST;
}

/** Whether not exactly one slicing argument has a value where one must. */
export function isUnsliced({ listSize, values }: CalledField): boolean {
  if (!listSize?.requireOneSlicingArgument || listSize.slicingArguments.length === 0) return false;
  const given = listSize.slicingArguments.filter(
    (name) => values[name] !== undefined && values[name] !== null,
  );
  return given.length !== 1;
}
