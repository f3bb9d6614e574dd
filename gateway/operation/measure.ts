/** How large a document is once its fragments are expanded, without expanding them. */
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from './collect.ts';

/** Counts of a document; where it holds several operations, of all of them: all are validated. */
export interface Measures {
  /** Fields inside one another. */
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly fields: number;
  /** Lists of the introspection schema inside one another, below `__schema` or `__type`. */
  readonly introspectionDepth: number;
  /** Fields, inline fragments and spreads: what any walk over the operation has to visit. */
  readonly selections: number;
  /** Operations and fragments. */
  readonly definitions: number;
}

interface Part {
  depth: number;
  aliases: number;
  topFields: number;
  directives: number;
  fields: number;
  /** Introspection's list fields inside one another, whatever leads there. */
  lists: number;
  introspectionDepth: number;
  selections: number;
}

/** Each multiplies what is below it (`types` by every type there is). */
const INTROSPECTION_LISTS = new Set([
  'args',
  'directives',
  'enumValues',
  'fields',
  'inputFields',
  'interfaces',
  'possibleTypes',
  'types',
]);

/**
 * Each fragment is measured once and remembered, so 2^n expansions cost n additions.
 * @returns the name of a fragment that spreads itself, where there is one, instead.
 */
export function measure(
  document: DocumentNode,
  fragments: Fragments,
): Measures | { readonly circular: string } {
  const measurer = createMeasurer(fragments);
  const total = empty();
  let rootFields = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const part = measurer.operation(definition);
      add(total, part);
      total.depth = Math.max(total.depth, part.depth);
      rootFields = Math.max(rootFields, part.topFields);
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const { selections } = measurer.fragment(definition.name.value);
      total.selections = Math.max(total.selections, selections);
    }
    const { circular } = measurer;
    if (circular !== undefined) return { circular };
  }
  const { depth, aliases, directives, fields, introspectionDepth, selections } = total;
  const definitions = document.definitions.length;
  return {
    ...{ depth, aliases, rootFields, directives, fields, introspectionDepth },
    ...{ selections, definitions },
  };
}

interface Measurer {
  operation(node: OperationDefinitionNode): Part;
  fragment(name: string): Part;
  /** A fragment that was met inside itself. */
  circular: string | undefined;
}

function createMeasurer(fragments: Fragments): Measurer {
  const known = new Map<string, Part>();
  const open = new Set<string>();
  const measurer: Measurer = { operation, fragment, circular: undefined };

  function operation(node: OperationDefinitionNode): Part {
    const part = selectionSet(node.selectionSet);
    part.directives += node.directives?.length ?? 0;
    for (const variable of node.variableDefinitions ?? []) {
      part.directives += variable.directives?.length ?? 0;
    }
    return part;
  }

  function selectionSet(set: SelectionSetNode | undefined): Part {
    const total = empty();
    for (const selection of set?.selections ?? []) {
      total.directives += selection.directives?.length ?? 0;
      total.selections += 1;
      if (selection.kind === Kind.FIELD) addField(total, selection, selectionSet);
      else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selectionSet(selection.selectionSet)
            : fragment(selection.name.value);
        add(total, inner);
        total.topFields += inner.topFields;
        total.depth = Math.max(total.depth, inner.depth);
        total.lists = Math.max(total.lists, inner.lists);
      }
    }
    return total;
  }

  function fragment(name: string): Part {
    if (open.has(name)) {
      measurer.circular ??= name;
      return empty();
    }
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    open.add(name);
    const node = fragments.get(name);
    const part = selectionSet(node?.selectionSet);
    part.directives += node?.directives?.length ?? 0;
    open.delete(name);
    known.set(name, part);
    return part;
  }

  return measurer;
}

function addField(
  total: Part,
  node: FieldNode,
  below: (set: SelectionSetNode | undefined) => Part,
): void {
  const inner = below(node.selectionSet);
  const name = node.name.value;
  const lists = inner.lists + (INTROSPECTION_LISTS.has(name) ? 1 : 0);
  add(total, inner);
  total.fields += 1;
  total.topFields += 1;
  total.aliases += node.alias ? 1 : 0;
  total.depth = Math.max(total.depth, inner.depth + 1);
  total.lists = Math.max(total.lists, lists);
  if (name === '__schema' || name === '__type') {
    total.introspectionDepth = Math.max(total.introspectionDepth, lists);
  }
}

/** What sums up whatever the parts stand in. */
function add(total: Part, part: Part): void {
  total.aliases += part.aliases;
  total.directives += part.directives;
  total.fields += part.fields;
  total.selections += part.selections;
  total.introspectionDepth = Math.max(total.introspectionDepth, part.introspectionDepth);
}

function empty(): Part {
  return {
    ...{ depth: 0, aliases: 0, topFields: 0, directives: 0, fields: 0 },
    ...{ lists: 0, introspectionDepth: 0, selections: 0 },
  };
}
