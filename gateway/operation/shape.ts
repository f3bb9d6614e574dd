/** Shapes fetched data into the answer to the operation as the client wrote it. */
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type FieldGroup, type OperationScope } from './collect.ts';
import type { FetchedKey } from './fetched-key.ts';
import { TYPENAME_KEY } from './prune.ts';

export type ResponsePath = readonly (string | number)[];

/** What happens to a field in the answer. */
export type Treatment =
  | { readonly kind: 'show' }
  | { readonly kind: 'withhold' }
  | { readonly kind: 'alter'; readonly alter: (value: unknown) => unknown };

export interface ShapeRules {
  readonly treat: (typeName: string, nodes: readonly FieldNode[]) => Treatment;
  /** Called once per response path at which a field is withheld. */
  readonly onWithheld: (typeName: string, nodes: readonly FieldNode[], path: ResponsePath) => void;
  /** Whether objects of a concrete type may come out where an interface or union is returned. */
  readonly mayShow: (typeName: string) => boolean;
  /** Called once per response path at which an object is withheld for its type. */
  readonly onWithheldType: (typeName: string, path: ResponsePath) => void;
  /** The response key a field was fetched under. */
  readonly keyOf?: FetchedKey;
  /** Answers to introspection root fields, by response key. */
  readonly introspection: Readonly<Record<string, unknown>>;
}

/** Bubbles as the specification says (§6.4.4): the nearest nullable parent becomes null. */
const BUBBLE = Symbol('a non-null field is null');

type Shaped = unknown | typeof BUBBLE;

interface Shaper {
  readonly scope: OperationScope;
  readonly rules: ShapeRules;
}

/**
 * Walks the original operation over fetched data, so only what was asked for can come out, in
 * the order it was asked for. Withheld fields become null and are reported, masked leaf values
 * altered; an alteration that throws withholds.
 * @returns the data, null when a withheld non-null field bubbles to the top.
 */
export function shape(
  scope: OperationScope,
  operation: OperationDefinitionNode,
  data: unknown,
  rules: ShapeRules,
): Record<string, unknown> | null {
  const root = scope.schema.getRootType(operation.operation);
  if (!root || data === null) return null;
  const fetched = isRecord(data) ? data : {};
  return shapeObject({ scope, rules }, root, [operation.selectionSet], fetched, []);
}

function shapeObject(
  shaper: Shaper,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  data: Record<string, unknown>,
  path: ResponsePath,
): Record<string, unknown> | null {
  const shaped: Record<string, unknown> = Object.create(null);
  let bubbles = false;
  for (const [key, nodes] of collectFields(shaper.scope, type, sets)) {
    const value = shapeField(shaper, type, nodes, data[fetchedUnder(shaper, key, nodes)], [
      ...path,
      key,
    ]);
    if (value === BUBBLE) bubbles = true;
    else shaped[key] = value;
  }
  return bubbles ? null : shaped;
}

function fetchedUnder({ rules }: Shaper, key: string, [node]: FieldGroup): string {
  return rules.keyOf?.(node) ?? key;
}

function shapeField(
  shaper: Shaper,
  type: GraphQLObjectType,
  nodes: FieldGroup,
  value: unknown,
  path: ResponsePath,
): Shaped {
  const name = nodes[0].name.value;
  if (name === '__typename') return type.name;
  if (name.startsWith('__')) return shaper.rules.introspection[String(path[0])] ?? null;
  const field = type.getFields()[name];
  if (!field) return null;
  const treatment = shaper.rules.treat(type.name, nodes);
  const withhold = (): Shaped => {
    shaper.rules.onWithheld(type.name, nodes, path);
    return isNonNullType(field.type) ? BUBBLE : null;
  };
  if (treatment.kind === 'withhold') return withhold();
  const sets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
  try {
    const alter = treatment.kind === 'alter' ? treatment.alter : undefined;
    return shapeValue(shaper, field.type, sets, value, path, alter);
  } catch (error) {
    if (error instanceof AlterationFailed) return withhold();
    throw error;
  }
}

function shapeValue(
  shaper: Shaper,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  value: unknown,
  path: ResponsePath,
  alter: ((value: unknown) => unknown) | undefined,
): Shaped {
  if (isNonNullType(type)) {
    const inner = shapeValue(shaper, type.ofType, sets, value, path, alter);
    return inner === null ? BUBBLE : inner;
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    if (!Array.isArray(value)) return null;
    const items = value.map((item, index) =>
      shapeValue(shaper, type.ofType, sets, item, [...path, index], alter),
    );
    return items.includes(BUBBLE) ? null : items;
  }
  if (isLeafType(type)) return alter ? altered(alter, value) : value;
  if (!isRecord(value)) return null;
  if (!isAbstractType(type)) return shapeObject(shaper, type, sets, value, path);
  const concrete = concreteType(shaper.scope.schema, value);
  if (!concrete) return null;
  if (shaper.rules.mayShow(concrete.name)) return shapeObject(shaper, concrete, sets, value, path);
  shaper.rules.onWithheldType(concrete.name, path);
  return null;
}

class AlterationFailed extends Error {}

function altered(alter: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return alter(value);
  } catch {
    throw new AlterationFailed();
  }
}

function concreteType(
  schema: GraphQLSchema,
  value: Record<string, unknown>,
): GraphQLObjectType | undefined {
  const name = value[TYPENAME_KEY];
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  return isObjectType(type) ? type : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
