/** One query as two that together select the same. */
import { Kind, type SelectionNode } from 'graphql';
import type { Operation } from './operation.ts';
import type { Tape } from './tape.ts';

/** Nothing for a mutation, whose parts have an order, or where there is nothing to part. */
export function splitInTwo(operation: Operation, tape: Tape): readonly Operation[] {
  if (operation.kind === 'mutation') return [];
  const fields = flat(operation.selections);
  const keys = [...new Set(fields.map(keyOf))];
  if (keys.length < 2) return [];
  const first = new Set(keys.filter((_, index) => index > 0 && tape.chance(50)));
  if (first.size === 0) return [];
  const isFirst = (selection: SelectionNode) => first.has(keyOf(selection));
  return [
    { ...operation, selections: fields.filter(isFirst) },
    { ...operation, selections: fields.filter((each) => !isFirst(each)) },
  ];
}

/** Fragments on the query root taken apart; generated operations name none. */
function flat(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  return selections.flatMap((selection) =>
    selection.kind === Kind.INLINE_FRAGMENT ? flat(selection.selectionSet.selections) : [selection],
  );
}

function keyOf(selection: SelectionNode): string {
  return selection.kind === Kind.FIELD ? (selection.alias?.value ?? selection.name.value) : '';
}
