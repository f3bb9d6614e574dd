/** The ways in which what a role gets of a coordinate can change, the gravest first. */
import type { Cell } from '../decided-cells.ts';

/** `opening`: the role sees what it did not see, so someone has to approve it by name. */
export type Direction = 'opening' | 'closing' | 'other';

interface KindOfChange {
  readonly name: string;
  readonly title: string;
  readonly direction: Direction;
}

export const CHANGE_KINDS = [
  { name: 'opened', title: 'Denied before, allowed now', direction: 'opening' },
  { name: 'opened_masked', title: 'Denied before, shown masked now', direction: 'opening' },
  { name: 'unmasked', title: 'Masked before, allowed now', direction: 'opening' },
  { name: 'condition_lifted', title: 'On conditions before, always now', direction: 'opening' },
  { name: 'added', title: 'New in the schema, and open', direction: 'other' },
  { name: 'mask_changed', title: 'Masked otherwise', direction: 'other' },
  { name: 'condition_changed', title: 'On other conditions', direction: 'other' },
  { name: 'masked', title: 'Allowed before, masked now', direction: 'closing' },
  { name: 'condition_added', title: 'Always before, on conditions now', direction: 'closing' },
  { name: 'closed', title: 'Open before, denied now', direction: 'closing' },
  { name: 'hidden', title: 'Denied before, hidden now', direction: 'closing' },
  { name: 'shown', title: 'Hidden before, denied now', direction: 'other' },
  { name: 'removed', title: 'No longer in the schema', direction: 'closing' },
] as const satisfies readonly KindOfChange[];

export type ChangeKind = (typeof CHANGE_KINDS)[number]['name'];

/** A cell of one version; undefined when its schema does not have the coordinate. */
export interface CellInVersion {
  readonly cell: Cell | undefined;
  /** The conditions of the coordinate, as text to compare. */
  readonly conditions: string;
}

/** The kind of change between two versions of a cell; undefined when there is none. */
export function kindOfChange(before: CellInVersion, after: CellInVersion): ChangeKind | undefined {
  const [from, to] = [before.cell, after.cell];
  if (from === undefined) return to !== undefined && isOpen(to) ? 'added' : undefined;
  if (to === undefined) return isOpen(from) ? 'removed' : undefined;
  if (!isOpen(from)) return kindOfClosed(from, to);
  if (!isOpen(to)) return 'closed';
  if (from.effect === 'mask' && to.effect === 'allow') return 'unmasked';
  if (from.isConditional && !to.isConditional) return 'condition_lifted';
  if (from.effect === 'allow' && to.effect === 'mask') return 'masked';
  if (!sameMask(from, to)) return 'mask_changed';
  if (!from.isConditional && to.isConditional) return 'condition_added';
  return to.isConditional && before.conditions !== after.conditions
    ? 'condition_changed'
    : undefined;
}

export function directionOf(kind: ChangeKind): Direction {
  return CHANGE_KINDS.find(({ name }) => name === kind)?.direction ?? 'other';
}

function kindOfClosed(from: Cell, to: Cell): ChangeKind | undefined {
  if (to.effect === 'allow') return 'opened';
  if (to.effect === 'mask') return 'opened_masked';
  if (from.effect === to.effect) return undefined;
  return to.effect === 'hide' ? 'hidden' : 'shown';
}

function isOpen({ effect }: Cell): boolean {
  return effect === 'allow' || effect === 'mask';
}

function sameMask(from: Cell, to: Cell): boolean {
  return JSON.stringify(from.obligation) === JSON.stringify(to.obligation);
}
