/** Which coordinates were answered with data, and who asked how often. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Asked } from './asked.ts';

export interface Coverage {
  readonly note: (asked: Asked, data: unknown) => void;
  readonly reached: ReadonlySet<string>;
  /** Every field there is below the roots an answer can have. */
  readonly all: readonly string[];
  /** `ROLE bank` → operations. */
  readonly askers: ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<string, number>;
}

const PARSED_MAX = 2_000;

export function createCoverage(schema: GraphQLSchema): Coverage {
  const reached = new Set<string>();
  const askers = new Map<string, number>();
  const kinds = new Map<string, number>();
  const parsed = new Map<string, DocumentNode>();
  const parsedOf = (query: string): DocumentNode => {
    const known = parsed.get(query) ?? parse(query);
    if (parsed.size > PARSED_MAX) parsed.clear();
    parsed.set(query, known);
    return known;
  };
  return {
    reached,
    askers,
    kinds,
    all: Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__')
        ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
        : [],
    ),
    note: ({ kind, role, bank, document }, data) => {
      add(kinds, kind);
      add(askers, `${role} ${bank}`);
      if (document === undefined || typeof data !== 'object' || data === null) return;
      const definitions = parsedOf(document.query).definitions;
      const fragments = new Map<string, FragmentDefinitionNode>();
      for (const each of definitions) {
        if (each.kind === 'FragmentDefinition') fragments.set(each.name.value, each);
      }
      for (const each of definitions) {
        if (each.kind !== 'OperationDefinition') continue;
        const root = schema.getRootType(each.operation);
        if (root) walk({ reached, fragments }, root, each.selectionSet, data);
      }
    },
  };
}

interface Walking {
  readonly reached: Set<string>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Of a list the first items are enough: the others are of the same fields. */
const ITEMS_MAX = 2;

function walk(
  walking: Walking,
  type: GraphQLNamedType,
  { selections }: SelectionSetNode,
  value: unknown,
): void {
  if (Array.isArray(value)) {
    for (const item of value.slice(0, ITEMS_MAX)) {
      walk(walking, type, { kind: Kind.SELECTION_SET, selections }, item);
    }
    return;
  }
  if (typeof value !== 'object' || value === null || !isObjectType(type)) return;
  const byKey = new Map(Object.entries(value));
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') walk(walking, type, selection.selectionSet, value);
    else if (selection.kind === 'FragmentSpread') {
      const fragment = walking.fragments.get(selection.name.value);
      if (fragment) walk(walking, type, fragment.selectionSet, value);
    } else {
      const field = type.getFields()[selection.name.value];
      const inner = byKey.get(selection.alias?.value ?? selection.name.value);
      if (!field || inner === null || inner === undefined) continue;
      if (Array.isArray(inner) && inner.length === 0) continue;
      walking.reached.add(`${type.name}.${field.name}`);
      if (selection.selectionSet) {
        walk(walking, getNamedType(field.type), selection.selectionSet, inner);
      }
    }
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
