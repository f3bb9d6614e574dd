/** How many fields an operation selects once its fragments are expanded. */
import { Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Fragments } from './collect.ts';

/** Each fragment is counted once and remembered, so 2^n expansions cost n additions. */
export function countFields(operation: OperationDefinitionNode, fragments: Fragments): number {
  const known = new Map<string, number>();

  function count(set: SelectionSetNode | undefined): number {
    let total = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) total += 1 + count(selection.selectionSet);
      else if (selection.kind === Kind.INLINE_FRAGMENT) total += count(selection.selectionSet);
      else total += countFragment(selection.name.value);
    }
    return total;
  }

  function countFragment(name: string): number {
    const counted = known.get(name);
    if (counted !== undefined) return counted;
    known.set(name, 0);
    const total = count(fragments.get(name)?.selectionSet);
    known.set(name, total);
    return total;
  }

  return count(operation.selectionSet);
}
