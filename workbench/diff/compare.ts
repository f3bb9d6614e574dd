/** Two versions of the policy compared: what each role gains, loses or sees masked. */
import type { Limits } from '../../gateway/policy/index.ts';
import { type Cell, type DecidedCells, decideCells } from '../decided-cells.ts';
import type { PolicyVersion } from '../load-version.ts';
import { isOpenInput } from '../matrix/matrix.ts';
import { type Approval, approvalsOf, type StaleApproval } from './approvals.ts';
import { type Cause, causesOf } from './causes.ts';
import { CHANGE_KINDS, type ChangeKind, directionOf, kindOfChange } from './change-kinds.ts';
import { type DocumentChange, documentChanges } from './document-changes.ts';

export interface AccessChange {
  readonly kind: ChangeKind;
  readonly role: string;
  readonly coordinate: string;
  /** Undefined where the schema does not have the coordinate. */
  readonly before: Cell | undefined;
  readonly after: Cell | undefined;
  readonly because: readonly Cause[];
  /** Of an opening, when the change approves it by name. */
  readonly approval?: Approval;
}

export interface LimitChange {
  readonly role: string;
  readonly limit: keyof Limits;
  readonly before: number;
  readonly after: number;
}

export interface Named {
  readonly name: string;
  readonly revision: string;
}

export interface PolicyDiff {
  readonly before: Named;
  readonly after: Named;
  /** By kind, the gravest first, then by role and coordinate. */
  readonly changes: readonly AccessChange[];
  readonly limits: readonly LimitChange[];
  readonly roles: Membership;
  readonly permissions: Membership;
  /** Permissions that can be given to a subject for a time. */
  readonly elevation: Membership;
  /** Who may ask any document, or may not any more. */
  readonly documents: readonly DocumentChange[];
  readonly staleApprovals: readonly StaleApproval[];
}

export interface Membership {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** @throws {WorkbenchError} when the approvals of the later version can't be read. */
export async function compareVersions(
  before: PolicyVersion,
  after: PolicyVersion,
): Promise<PolicyDiff> {
  const roles = membership(before.policy.roles, after.policy.roles);
  const changes = await accessChanges(before, after);
  const approvals = approvalsOf(
    { before: before.approvals, after: after.approvals },
    new Set(roles.added),
  );
  const openings = changes.filter(isOpening);
  return {
    before: named(before),
    after: named(after),
    changes: changes.map((change) => {
      const approval = isOpening(change) ? approvals.approvalOf(change) : undefined;
      return approval === undefined ? change : { ...change, approval };
    }),
    limits: limitChanges(before, after),
    roles,
    permissions: membership(
      Object.keys(before.data.permissions),
      Object.keys(after.data.permissions),
    ),
    elevation: membership(before.data.conditions.elevation, after.data.conditions.elevation),
    documents: documentChanges(before, after),
    staleApprovals: approvals.stale(openings),
  };
}

export function isOpening({ kind }: Pick<AccessChange, 'kind'>): boolean {
  return directionOf(kind) === 'opening';
}

/** The openings nobody approved by name. */
export function unapproved({ changes }: Pick<PolicyDiff, 'changes'>): readonly AccessChange[] {
  return changes.filter((change) => isOpening(change) && change.approval === undefined);
}

export function isEmpty(diff: PolicyDiff): boolean {
  const { changes, limits, documents, roles, permissions, elevation } = diff;
  const members = [roles, permissions, elevation].flatMap(({ added, removed }) => [added, removed]);
  return [changes, limits, documents, ...members].every(({ length }) => length === 0);
}

async function accessChanges(
  before: PolicyVersion,
  after: PolicyVersion,
): Promise<readonly AccessChange[]> {
  const [from, to] = [await decideCells(before), await decideCells(after)];
  const [inFrom, inTo] = [new Set(from.coordinates), new Set(to.coordinates)];
  // A type is read by a field only, and a field asks for what its type asks for.
  const members = union(from.coordinates, to.coordinates).filter((each) => each.includes('.'));
  const changes: AccessChange[] = [];
  for (const role of union(from.roles, to.roles)) {
    for (const coordinate of members) {
      const was = cellIn(from, inFrom, role, coordinate);
      const is = cellIn(to, inTo, role, coordinate);
      const kind = kindOfChange(
        { cell: was, conditions: conditionsOf(before, coordinate) },
        { cell: is, conditions: conditionsOf(after, coordinate) },
      );
      if (kind === undefined) continue;
      // Whoever may use a new input that reveals nothing has got nothing by it.
      if (kind === 'added' && isOpenInput(after.requirements[coordinate])) continue;
      const isInBoth = was !== undefined && is !== undefined;
      const because = isInBoth ? causesOf(before, after, { role, coordinate }) : [];
      changes.push({ kind, role, coordinate, before: was, after: is, because });
    }
  }
  const rank = (kind: ChangeKind) => CHANGE_KINDS.findIndex(({ name }) => name === kind);
  // Sorting is stable, so roles and coordinates stay in their order.
  return changes.sort((a, b) => rank(a.kind) - rank(b.kind));
}

function cellIn(
  cells: DecidedCells,
  coordinates: ReadonlySet<string>,
  role: string,
  coordinate: string,
): Cell | undefined {
  return coordinates.has(coordinate) ? cells.cell(role, coordinate) : undefined;
}

function conditionsOf({ data }: PolicyVersion, coordinate: string): string {
  return JSON.stringify(data.conditions.rules[coordinate] ?? []);
}

function limitChanges(before: PolicyVersion, after: PolicyVersion): readonly LimitChange[] {
  const roles = union([...before.policy.roles], [...after.policy.roles]);
  return roles.flatMap((role) => {
    const from = before.policy.tableFor({ role }).limits;
    const to = after.policy.tableFor({ role }).limits;
    return limitNames(to).flatMap((limit) =>
      from[limit] === to[limit] ? [] : [{ role, limit, before: from[limit], after: to[limit] }],
    );
  });
}

function limitNames(limits: Limits): readonly (keyof Limits)[] {
  const isLimit = (name: string): name is keyof Limits => Object.hasOwn(limits, name);
  return Object.keys(limits).filter(isLimit);
}

function membership(before: Iterable<string>, after: Iterable<string>): Membership {
  const [was, is] = [new Set(before), new Set(after)];
  return {
    added: [...is].filter((name) => !was.has(name)).sort(),
    removed: [...was].filter((name) => !is.has(name)).sort(),
  };
}

function union(left: readonly string[], right: readonly string[]): readonly string[] {
  return [...new Set([...left, ...right])].sort();
}

function named({ name, revision }: PolicyVersion): Named {
  return { name, revision };
}
