/** The impact of a candidate: on clients' operations, on what was decided, and what it opens. */
import { readOperations } from '../../gateway/documents/index.ts';
import { readDecisionLog } from '../decision-log.ts';
import { approvalsOf } from '../diff/approvals.ts';
import { compareVersions, type Named, unapproved } from '../diff/compare.ts';
import type { PolicyVersion } from '../load-version.ts';
import { type OperationsImpact, operationsImpact } from './operation-impact.ts';
import { type IsRegistered, type RecordedImpacts, recordedImpact } from './recorded-impact.ts';

export interface Impact {
  readonly base: Named;
  readonly candidate: Named;
  readonly operations: OperationsImpact;
  /** Undefined when no log was given. */
  readonly recorded?: RecordedImpacts;
  /** Openings nobody approved by name, of the policy as a whole and of what was recorded. */
  readonly unapproved: readonly UnapprovedOpening[];
}

export interface UnapprovedOpening {
  readonly role: string;
  readonly coordinate: string;
  /** Times the log has it as withheld or masked; null when there is no log. */
  readonly recorded: number | null;
}

export interface ImpactOptions {
  readonly base: PolicyVersion;
  readonly candidate: PolicyVersion;
  /** Folder of the clients' manifests. */
  readonly operations: string;
  /** Decision logs, as the gateway writes them. */
  readonly logs: readonly string[];
}

/** @throws {WorkbenchError} `usage` on a log that can't be read. */
export async function impactOf({
  base,
  candidate,
  operations,
  logs,
}: ImpactOptions): Promise<Impact> {
  const recorded =
    logs.length > 0
      ? await recordedImpact(candidate, readDecisionLog(logs), await registeredIn(operations))
      : undefined;
  return {
    base: { name: base.name, revision: base.revision },
    candidate: { name: candidate.name, revision: candidate.revision },
    operations: await operationsImpact(base, candidate, operations),
    ...(recorded ? { recorded } : {}),
    unapproved: await unapprovedOpenings(base, candidate, recorded),
  };
}

/** Clients' operations that break, or lose a field, for a role their client declares. */
export function brokenOperations({ operations }: Pick<Impact, 'operations'>) {
  return operations.changed.filter(
    ({ isDeclared, breaks, loses }) => isDeclared && (breaks !== undefined || loses.length > 0),
  );
}

async function registeredIn(folder: string): Promise<IsRegistered> {
  const { operations } = await readOperations(folder);
  const known = new Set(operations.map(({ client, id }) => `${client} ${id}`));
  return (client, hash) => known.has(`${client} sha256:${hash}`);
}

/** What was recorded may be older than the base, and so may be opened since. */
async function unapprovedOpenings(
  base: PolicyVersion,
  candidate: PolicyVersion,
  recorded: RecordedImpacts | undefined,
): Promise<readonly UnapprovedOpening[]> {
  const diff = await compareVersions(base, candidate);
  const approvals = approvalsOf(
    { before: base.approvals, after: candidate.approvals },
    new Set(diff.roles.added),
  );
  const times = new Map<string, number>();
  for (const { role, changes } of recorded?.impacts ?? []) {
    for (const change of changes) {
      // A type is read by a field only.
      if (!change.isOpening || !change.coordinate.includes('.')) continue;
      if (approvals.approvalOf({ role, coordinate: change.coordinate })) continue;
      const name = nameOf(role, change.coordinate);
      times.set(name, (times.get(name) ?? 0) + change.times);
    }
  }
  const opened = unapproved(diff).map(({ role, coordinate }) => nameOf(role, coordinate));
  return [...new Set([...opened, ...times.keys()])].map((name) => {
    const [role = '', coordinate = ''] = name.split(' ');
    return { role, coordinate, recorded: recorded ? (times.get(name) ?? 0) : null };
  });
}

function nameOf(role: string, coordinate: string): string {
  return `${role} ${coordinate}`;
}
