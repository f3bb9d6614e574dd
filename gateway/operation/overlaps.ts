/** How often selections meet under one response key: what the rule that merges them compares. */
import {
  BREAK,
  type DocumentNode,
  type FieldNode,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Fragments } from './collect.ts';

/**
 * Pairs of fields that share a response key, pairs of fragments spread side by side, and again
 * inside the fields that meet. `OverlappingFieldsCanBeMerged` (GraphQL §5.3.2) compares each pair,
 * so n repeated fields cost n², and inside one another the powers multiply.
 *
 * @param max counting ends above it.
 */
export function countOverlaps(document: DocumentNode, fragments: Fragments, max: number): number {
  let pairs = 0;
  visit(document, {
    SelectionSet: (set) => {
      pairs += pairsIn([set], fragments, max - pairs);
      return pairs > max ? BREAK : undefined;
    },
  });
  return pairs;
}

function pairsIn(sets: readonly SelectionSetNode[], fragments: Fragments, max: number): number {
  const groups = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  for (const set of sets) group(set, fragments, groups, spread);
  let pairs = pairsOf(spread.size);
  for (const nodes of groups.values()) {
    if (pairs > max) return pairs;
    if (nodes.length === 1) continue;
    pairs += pairsOf(nodes.length);
    const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    pairs += pairsIn(inner, fragments, max - pairs);
  }
  return pairs;
}

function group(
  set: SelectionSetNode,
  fragments: Fragments,
  groups: Map<string, FieldNode[]>,
  spread: Set<string>,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const nodes = groups.get(key);
      if (nodes) nodes.push(selection);
      else groups.set(key, [selection]);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      group(selection.selectionSet, fragments, groups, spread);
    } else if (!spread.has(selection.name.value)) {
      spread.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) group(fragment.selectionSet, fragments, groups, spread);
    }
  }
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}
