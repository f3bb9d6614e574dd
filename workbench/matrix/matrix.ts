/** The access matrix: what each role gets of each coordinate. */
import type { Requirement } from '../../gateway/policy/index.ts';
import { type Cell, decideCells } from '../decided-cells.ts';
import type { PolicyVersion } from '../load-version.ts';
import { nearest } from '../nearest.ts';
import { unknownName } from '../unknown-name.ts';
import { WorkbenchError } from '../workbench-error.ts';

export const ONLY = ['allowed', 'masked', 'denied', 'hidden', 'conditional'] as const;

export type Only = (typeof ONLY)[number];

export interface MatrixFilter {
  /** All of them when there is none. */
  readonly roles?: readonly string[];
  /** Coordinates, `*` for any text: `AccountHolder.*`. */
  readonly field?: string;
  /** Rows in which some role has one of these. */
  readonly only?: readonly Only[];
  /** Whether inputs that ask for nothing are there too; else they are left out. */
  readonly openInputs?: 'shown' | 'left out';
}

export interface MatrixRow {
  readonly coordinate: string;
  readonly type: string;
  readonly requirement: Requirement | undefined;
  /** In the order of the matrix's roles. */
  readonly cells: readonly Cell[];
}

export interface Matrix {
  readonly revision: string;
  readonly roles: readonly string[];
  /** By type, the type itself first; a type all of whose members are left out is too. */
  readonly rows: readonly MatrixRow[];
}

type Decided = Pick<PolicyVersion, 'policy' | 'schema' | 'requirements'>;

/** @throws {WorkbenchError} `usage` on a role that is none, or a field nothing matches. */
export async function accessMatrix(version: Decided, filter: MatrixFilter = {}): Promise<Matrix> {
  const cells = await decideCells(version);
  const roles = rolesOf(cells.roles, filter.roles);
  const isNamed = nameFilter(filter.field, cells.coordinates);
  const row = (coordinate: string): MatrixRow => ({
    coordinate,
    type: typeOf(coordinate),
    requirement: version.requirements[coordinate],
    cells: roles.map((role) => cells.cell(role, coordinate)),
  });
  const isShown = (each: MatrixRow): boolean =>
    (filter.openInputs === 'shown' || !isOpenInput(each.requirement)) &&
    (filter.only === undefined || filter.only.some((only) => has(each, only)));
  const byType = Map.groupBy(cells.coordinates, typeOf);
  const rows = [...byType].flatMap(([type, coordinates]) => {
    const members = coordinates.filter((each) => each !== type).map(row);
    const kept = members.filter(isShown);
    const all = [...(kept.length > 0 ? [row(type)].filter(isShown) : []), ...kept];
    return all.filter(({ coordinate }) => isNamed(coordinate));
  });
  return { revision: version.policy.revision, roles, rows };
}

/** What a cell says, in words: `masked (year), on conditions`. */
export function wordsFor(cell: Cell): string {
  const words = { allow: 'yes', mask: 'masked', deny: 'denied', hide: 'hidden' }[cell.effect];
  const how = cell.obligation ? `${words} (${cell.obligation.kind})` : words;
  return cell.isConditional ? `${how}, on conditions` : how;
}

/** The same, with a mark where an elevation could open it. */
export function markedWordsFor(cell: Cell): string {
  return cell.isElevatable ? `${wordsFor(cell)} ↑` : wordsFor(cell);
}

function rolesOf(all: readonly string[], wanted: readonly string[] | undefined) {
  if (wanted === undefined || wanted.length === 0) return all;
  for (const role of wanted) if (!all.includes(role)) throw unknownName('role', role, all);
  return [...new Set(wanted)];
}

function nameFilter(
  pattern: string | undefined,
  coordinates: readonly string[],
): (coordinate: string) => boolean {
  if (pattern === undefined) return () => true;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 'i');
  const isNamed = (coordinate: string) => expression.test(coordinate);
  if (coordinates.some(isNamed)) return isNamed;
  if (!pattern.includes('*')) throw unknownName('coordinate', pattern, coordinates);
  const near = nearest(pattern.replace(/[*.]+/g, ''), coordinates);
  const hint = near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : [];
  throw new WorkbenchError(`no coordinate matches ${pattern}`, hint, 'usage');
}

function has({ cells }: MatrixRow, only: Only): boolean {
  if (only === 'conditional') return cells.some(({ isConditional }) => isConditional);
  const effect = { allowed: 'allow', masked: 'mask', denied: 'deny', hidden: 'hide' }[only];
  return cells.some((cell) => cell.effect === effect);
}

/** An input that asks for nothing but a known role. */
export function isOpenInput(requirement: Requirement | undefined): boolean {
  return requirement?.input === true && requirement.policies.some(({ length }) => length === 0);
}

function typeOf(coordinate: string): string {
  return coordinate.split('.')[0] ?? coordinate;
}
