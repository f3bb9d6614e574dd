/** Retention of one table of one bank in one transaction: its rows, what was made of them, and the audit entry. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import {
  type Database,
  readTenant,
  type TenantTransaction,
  withTenant,
} from '../../lib/db/index.ts';
import { type BankId, newDecisionId } from '../../lib/ids.ts';
import { append } from '../../subgraphs/audit/append.ts';
import type { Operation } from '../../subgraphs/audit/domain/operation.ts';
import {
  countBefore,
  type Kept,
  keepFrom,
  lockPayments,
} from '../../subgraphs/facts/retention/keep-from.ts';
import { firstDayKept } from '../../subgraphs/facts/retention/period.ts';
import {
  countQuarantineBefore,
  removeQuarantineBefore,
} from '../../subgraphs/facts/retention/quarantine.ts';
import { rebuildGraphBy } from '../../subgraphs/graph/queries/rebuild-graph.ts';
import { removeRollupsBefore } from '../../subgraphs/metrics/queries/remove-rollups.ts';
import type { RetainedTable, WrittenPeriod } from './periods.ts';

/** For whoever records payments right now. */
const LOCK_TIMEOUT = '10s';

export interface Retention {
  readonly bankId: BankId;
  readonly table: RetainedTable;
  readonly period: WrittenPeriod;
  /** Of the file the period is from. */
  readonly revision: string;
  /** Who runs it. */
  readonly operator: string;
  readonly now: Date;
}

export interface Retained {
  readonly period: string;
  /** The first day that is kept. */
  readonly before: string;
  /** Rows that left, or would. */
  readonly removed: number;
}

/** How rows of a table leave; `remove` where there are any, once nobody adds more. */
interface Leaving {
  readonly lock: (tx: TenantTransaction, bankId: BankId) => Promise<void>;
  readonly count: (tx: TenantTransaction, bankId: BankId, day: string) => Promise<number>;
  readonly remove: (tx: TenantTransaction, bankId: BankId, day: string) => Promise<void>;
}

const LEAVING: Readonly<Record<RetainedTable, Leaving>> = {
  payments: { lock: lockPayments, count: countBefore, remove: removePayments },
  quarantine: {
    // A file that was loaded to its end gets no more records.
    lock: async () => undefined,
    count: countQuarantineBefore,
    remove: removeQuarantineBefore,
  },
};

async function removePayments(tx: TenantTransaction, bankId: BankId, day: string): Promise<void> {
  await removeRollupsBefore(tx, bankId, day);
  const copying: Kept['copying'] = (target, copy) => rebuildGraphBy(tx, bankId, { target, copy });
  await keepFrom(tx, { bankId, day, copying });
}

/** @param db as the owner, who alone may drop partitions; its rows are still those of the bank. */
export async function retainBank(db: Database, retention: Retention): Promise<Retained> {
  const { bankId, period, now } = retention;
  const { lock, count, remove } = LEAVING[retention.table];
  const before = firstDayKept(period, now);
  return withTenant(db, bankId, async (tx) => {
    await tx.execute(sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`);
    await lock(tx, bankId);
    const removed = await count(tx, bankId, before);
    const retained = { period: period.text, before, removed };
    if (removed > 0) await remove(tx, bankId, before);
    await append(tx, { bankId, operations: [operationOf(retention, retained)], now });
    return retained;
  });
}

/** What retainBank() would do, by a read. */
export async function foresee(db: Database, retention: Retention): Promise<Retained> {
  const { bankId, table, period, now } = retention;
  const before = firstDayKept(period, now);
  const removed = await readTenant(db, bankId, (tx) => LEAVING[table].count(tx, bankId, before));
  return { period: period.text, before, removed };
}

function operationOf({ table, operator, revision }: Retention, retained: Retained): Operation {
  const details = {
    table,
    period: retained.period,
    before: retained.before,
    removed: String(retained.removed),
  };
  return {
    decisionId: newDecisionId(),
    subject: operator,
    role: 'OPERATOR',
    operationName: 'data retain',
    operationHash: createHash('sha256').update(JSON.stringify(details)).digest('hex'),
    policyRevision: revision,
    outcome: 'ALLOWED',
    deniedCoordinates: [],
    entityIds: [],
    event: { category: 'lifecycle', kind: 'RETENTION_APPLIED', details },
    elevationIds: [],
  };
}
