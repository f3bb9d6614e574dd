/** The rollups that answer a question, by period, the total of all channels first. */
import { and, eq, gte, lte, sql } from 'drizzle-orm';
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { Question } from '../domain/question.ts';
import { accountColumnOf, type RollupScope } from '../domain/scope.ts';
import { type RollupRow, rollups } from '../tables.ts';

export async function findRollups(
  tx: TenantTransaction,
  bankId: BankId,
  scope: RollupScope,
  question: Question,
): Promise<readonly RollupRow[]> {
  const accounts = sql.param(accountColumnOf(scope));
  return tx
    .select()
    .from(rollups)
    .where(
      and(
        eq(rollups.bankId, bankId),
        sql`${rollups.accountId} = any(${accounts}::uuid[])`,
        eq(rollups.metric, question.metric),
        eq(rollups.grain, question.grain),
        question.from === null ? undefined : gte(rollups.periodStart, question.from),
        question.to === null ? undefined : lte(rollups.periodStart, question.to),
      ),
    )
    .orderBy(
      rollups.accountId,
      rollups.periodStart,
      sql`${rollups.channel} <> 'ALL'`,
      rollups.channel,
      rollups.currency,
    );
}
