import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { closeDatabase, withTenant } from '../../../lib/db/index.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase } from '../../../test/support/database.ts';
import { countQuarantineBefore, removeQuarantineBefore } from './quarantine.ts';

it('takes what was set aside of files that were loaded before a day, of one bank', async () => {
  await using database = await createTestDatabase();
  const db = connectForTest(database.ownerUrl);
  const [bank, other] = [bankIdOf('AB'), bankIdOf('CD')];
  const files = [
    ['old.csv@1', '2025-11-24T23:59:59Z'],
    ['new.csv@2', '2025-11-25T00:00:00Z'],
    ['under-way.csv@3', null],
  ];
  for (const bankId of [bank, other]) {
    await withTenant(db, bankId, async (tx) => {
      for (const [source, at] of files) {
        await tx.execute(sql`insert into facts.ingested_files
          (bank_id, checksum, source, format, completed_at)
          values (${bankId}, ${source}, ${source}, 'csv', ${at})`);
        await tx.execute(sql`insert into facts.quarantine (bank_id, source, line, reason, content)
          values (${bankId}, ${source}, 1, 'wrong', 'x')`);
      }
    });
  }
  const removed = await withTenant(db, bank, async (tx) => {
    const count = await countQuarantineBefore(tx, bank, '2025-11-25');
    await removeQuarantineBefore(tx, bank, '2025-11-25');
    return count;
  });
  const left = (bankId: typeof bank) =>
    withTenant(db, bankId, async (tx) =>
      (await tx.execute(sql`select source from facts.quarantine order by 1`)).map(
        (row) => row.source,
      ),
    );
  expect(removed).toBe(1);
  expect(await left(bank)).toEqual(['new.csv@2', 'under-way.csv@3']);
  expect(await left(other)).toHaveLength(3);
  await closeDatabase(db);
});
