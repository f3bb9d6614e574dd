/** `payscope data seal` as its users run it, on rows from before anything was sealed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../../lib/db/pool.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { runCommand } from '../../test/support/command.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedFacts } from '../../test/support/facts.ts';
import { personalKeysOfRun } from '../../test/support/personal-keys.ts';

const LINE = '90001;"706213";18';

let dir: string;
let database: TestDatabase;
let admin: Sql;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-seal-'));
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  admin = openPool(database.adminUrl, { max: 1 });
  await admin`insert into facts.quarantine (bank_id, source, line, reason, content)
    values (${bankIdOf('HB')}, 'client.asc', 7, 'why', ${LINE})`;
});
afterAll(async () => {
  await admin?.end({ timeout: 1 });
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

const payscope = (...args: readonly string[]) =>
  runCommand(['data', ...args], {
    APP_DATABASE_URL: database.appUrl,
    DATA_DIR: dir,
    PERSONAL_KEYS: personalKeysOfRun(),
  });

describe('data seal', () => {
  it('seals what is in the clear of the banks it is told, and says how much', async () => {
    const one = await payscope('seal', '--bank', 'HB', '--json');
    // 8 holders, 4 accounts, an order, 20 payments and the line.
    expect(JSON.parse(one.stdout)).toEqual({ rows: 34, banks: { HB: 34 } });
    const all = await payscope('seal', '--all', '--json');
    expect(JSON.parse(all.stdout)).toEqual({ rows: 33, banks: { CD: 33 } });
    const again = await payscope('seal', '--all');
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing of 14 banks was in the clear.\n' });
  });

  it('leaves a refused line to those with the keys alone', async () => {
    const [row] = await admin`select to_jsonb(q)::text as text from facts.quarantine q`;
    expect(row?.text).not.toContain('706213');
    const shown = await payscope('quarantine', '--bank', 'HB', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ line: 7, content: LINE });
    const { stdout, code } = await runCommand(['data', 'quarantine', '--bank', 'HB'], {
      APP_DATABASE_URL: database.appUrl,
      DATA_DIR: dir,
    });
    expect(code).not.toBe(0);
    expect(stdout).not.toContain('706213');
  });

  it('shows of a line that was erased that it was', async () => {
    await admin`update facts.subject_keys set wrapped = null, wrapped_by = null, erased_at = now()
      where subject_id not in (select id from facts.account_holders)
        and subject_id not in (select counterparty_account_tag from facts.payments
          where counterparty_account_tag is not null)
        and subject_id not in (select counterparty_account_tag from facts.standing_orders)
        and subject_id not in ('00000000-0000-0000-0000-000000000000',
          'ffffffff-ffff-ffff-ffff-ffffffffffff')`;
    const shown = await payscope('quarantine', '--bank', 'HB', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ line: 7, content: '(erased)' });
  });
});
