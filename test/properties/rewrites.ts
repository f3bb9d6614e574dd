/** Ways to write the same operation differently; none of them may change what is visible. */
import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  parseConstValue,
  type SelectionNode,
} from 'graphql';
import { mapSelections } from './map-selections.ts';
import { condition, inlineFragment, namedTypeNode, nameNode, spread } from './nodes.ts';
import type { Operation } from './operation.ts';
import { literalsToVariables, variablesToLiterals, writeDefaults } from './rewrite-inputs.ts';
import type { Tape } from './tape.ts';

/** Response keys of the rewritten operation by those of the one before. */
export type Renaming = ReadonlyMap<string, string>;

export interface Rewritten {
  readonly operation: Operation;
  readonly renaming: Renaming;
}

export type Rewrite = (schema: GraphQLSchema, operation: Operation, tape: Tape) => Operation;

export const REWRITES: Readonly<Record<string, Rewrite>> = {
  'reordering selections': reorder,
  'extracting fragments': extractFragments,
  'inlining fragments': inlineFragments,
  'wrapping in fragments': wrap,
  'repeating selections': repeat,
  'adding @include and @skip': addConditions,
  'literals to variables': literalsToVariables,
  'variables to literals': variablesToLiterals,
  'writing defaults out': writeDefaults,
};

/** Applies some rewrites after one another, the keys' renaming last. */
export function rewrite(schema: GraphQLSchema, operation: Operation, tape: Tape): Rewritten {
  const names = Object.values(REWRITES);
  let rewritten = operation;
  for (let left = 1 + tape.pick(4); left > 0; left -= 1) {
    rewritten = tape.oneOf(names)(schema, rewritten, tape);
  }
  return tape.chance(50)
    ? rename(schema, rewritten, tape)
    : { operation: rewritten, renaming: NONE };
}

const NONE: Renaming = new Map();

/** Gives every response key another: a new one, or that of another field. */
function rename(schema: GraphQLSchema, operation: Operation, tape: Tape): Rewritten {
  const keys = new Set<string>();
  mapSelections(schema, operation, {
    field: (node) => {
      const key = node.alias?.value ?? node.name.value;
      // Names with two underscores are introspection's own (GraphQL §2.1.9).
      if (!key.startsWith('__')) keys.add(key);
      return node;
    },
  });
  const all = [...keys];
  const by = tape.pick(all.length + 1);
  const renaming = new Map(
    all.map((key, index) => [
      key,
      by === 0 ? `new${index}` : (all[(index + by) % all.length] ?? key),
    ]),
  );
  const renamed = mapSelections(schema, operation, {
    field: (node) => {
      const key = renaming.get(node.alias?.value ?? node.name.value);
      return key === undefined ? node : { ...node, alias: nameNode(key) };
    },
  });
  return { operation: renamed, renaming };
}

function reorder(schema: GraphQLSchema, operation: Operation, tape: Tape): Operation {
  const shuffled = <T>(items: readonly T[]): readonly T[] => {
    const left = [...items];
    return items.flatMap(() => left.splice(tape.pick(left.length), 1));
  };
  const mapped = mapSelections(schema, operation, { list: (selections) => shuffled(selections) });
  return { ...mapped, fragments: shuffled(mapped.fragments) };
}

function extractFragments(schema: GraphQLSchema, operation: Operation, tape: Tape): Operation {
  const made: FragmentDefinitionNode[] = [];
  const taken = new Set(operation.fragments.map(({ name }) => name.value));
  const mapped = mapSelections(schema, operation, {
    list: (selections, type) => {
      if (!tape.chance(50)) return selections;
      const from = tape.pick(selections.length);
      const name = `F${taken.size}`;
      taken.add(name);
      made.push({
        kind: Kind.FRAGMENT_DEFINITION,
        name: nameNode(name),
        typeCondition: namedTypeNode(type.name),
        selectionSet: { kind: Kind.SELECTION_SET, selections: selections.slice(from) },
      });
      return [...selections.slice(0, from), spread(name)];
    },
  });
  return { ...mapped, fragments: [...mapped.fragments, ...made] };
}

/** All of them, so that none is left unused. */
function inlineFragments(schema: GraphQLSchema, operation: Operation): Operation {
  if (operation.fragments.length === 0) return operation;
  const byName = new Map(operation.fragments.map((each) => [each.name.value, each]));
  const inlined = (selection: SelectionNode): SelectionNode => {
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? byName.get(selection.name.value) : undefined;
    if (!fragment || selection.kind !== Kind.FRAGMENT_SPREAD) return selection;
    const { typeCondition, selectionSet } = fragment;
    const node = inlineFragment(typeCondition.name.value, selectionSet.selections);
    return { ...node, directives: selection.directives ?? [] };
  };
  const mapped = mapSelections(
    schema,
    { ...operation, fragments: [] },
    { list: (selections) => selections.map(inlined) },
  );
  // Fragments spread others; what was inlined may hold spreads again.
  const isLeft = JSON.stringify(mapped.selections).includes(`"${Kind.FRAGMENT_SPREAD}"`);
  if (!isLeft) return mapped;
  return inlineFragments(schema, { ...mapped, fragments: operation.fragments });
}

function wrap(schema: GraphQLSchema, operation: Operation, tape: Tape): Operation {
  return mapSelections(schema, operation, {
    list: (selections, type) =>
      selections.map((selection) => {
        if (!tape.chance(40)) return selection;
        return inlineFragment(tape.chance(50) ? type.name : undefined, [selection]);
      }),
  });
}

/** Once a time, or repeats within repeats grow past what an operation may be. */
function repeat(schema: GraphQLSchema, operation: Operation, tape: Tape): Operation {
  let isDone = false;
  return mapSelections(schema, operation, {
    list: (selections) => {
      if (isDone || !tape.chance(30)) return selections;
      isDone = true;
      return [...selections, tape.oneOf(selections)];
    },
  });
}

function addConditions(schema: GraphQLSchema, operation: Operation, tape: Tape): Operation {
  const isIncluded = parseConstValue('true');
  const isSkipped = parseConstValue('false');
  const taken = new Set(operation.variables.map(({ name }) => name));
  const used = new Set<string>();
  const conditionValue = (name: 'include' | 'skip') => {
    const value = name === 'include' ? isIncluded : isSkipped;
    if (!tape.chance(50)) return value;
    used.add(name);
    return { kind: Kind.VARIABLE, name: nameNode(name) } as const;
  };
  const mapped = mapSelections(schema, operation, {
    list: (selections) =>
      selections.map((selection) => {
        if (!tape.chance(40) || (selection.directives ?? []).length > 0) return selection;
        const name = tape.oneOf(['include', 'skip'] as const);
        return { ...selection, directives: [condition(name, conditionValue(name))] };
      }),
  });
  const type = { kind: Kind.NON_NULL_TYPE, type: namedTypeNode('Boolean') } as const;
  const variables = [...used].flatMap((name) => {
    if (taken.has(name)) return [];
    const value = name === 'include' ? isIncluded : isSkipped;
    return [{ name, type, value, by: tape.oneOf(['value', 'default'] as const) }];
  });
  return { ...mapped, variables: [...operation.variables, ...variables] };
}
