import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeDatabase,
  connectDatabase,
  type Database,
  withTenant,
} from '../../../lib/db/index.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openTestKeys } from '../../../test/support/personal-keys.ts';
import { readQuarantine } from '../../../test/support/quarantine.ts';
import { payments } from '../tables.ts';
import { loadBerka } from './index.ts';
import { COLUMN_COUNTS } from './source-files.ts';

const DATA = fileURLToPath(new URL('../../../data/berka', import.meta.url));
const HB = bankIdOf('HB');

describe('bad input', () => {
  let dir: string;
  let own: TestDatabase;
  let target: Database;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'payscope-load-'));
    own = await createTestDatabase();
    target = connectDatabase({
      url: own.appUrl,
      poolMax: 2,
      statementTimeoutMs: 30_000,
      applicationName: 'quarantine-test',
    });
    for (const file of Object.keys(COLUMN_COUNTS)) {
      const lines = gunzipSync(await readFile(join(DATA, `${file}.gz`)))
        .toString()
        .split('\r\n');
      const kept = lines.slice(0, file === 'trans.asc' ? 40 : lines.length);
      const bad = BAD.filter((line) => line.file === file).map(({ content }) => content);
      const [header = '', ...rest] = kept.filter((line) => line !== '');
      await writeFile(join(dir, `${file}.gz`), gzipSync([header, ...bad, ...rest].join('\n')));
    }
  });
  afterAll(async () => {
    await closeDatabase(target);
    await own.drop();
    await rm(dir, { recursive: true, force: true });
  });

  const BAD = [
    {
      file: 'client.asc',
      content: '90001;"701399";18',
      reason: 'birth_number: no day of the calendar',
    },
    { file: 'client.asc', content: '90002;"700101";999', reason: 'district_id: 999 is unknown' },
    {
      file: 'account.asc',
      content: '90001;1;"POPLATEK DENNE";930101',
      reason: 'frequency: POPLATEK DENNE is unknown',
    },
    {
      file: 'disp.asc',
      content: '90001;1;999999;"OWNER"',
      reason: 'account_id: 999999 is unknown',
    },
    { file: 'disp.asc', content: '90002;1;1;"GUEST"', reason: 'type: GUEST is unknown' },
    {
      file: 'loan.asc',
      content: '90001;1787;930705;96396;12;8033.00;"E"',
      reason: 'status: E is unknown',
    },
    {
      file: 'order.asc',
      content: '90001;1;"yz";"87144583";2452.00;"SIPO"',
      reason: 'bank: yz is no bank code',
    },
    {
      file: 'trans.asc',
      content: '900001;1;930101;"PRIJEM";"VKLAD";7e2;1.00;"";;',
      reason: 'amount: no amount of money',
    },
    {
      file: 'trans.asc',
      content: '900002;1;930231;"PRIJEM";"VKLAD";700.00;1.00;"";;',
      reason: 'date: no day of the calendar',
    },
    {
      file: 'trans.asc',
      content: '900003;1;930101;"PRIJEM;"VKLAD";700.00;1.00;"";;',
      reason: 'open quote',
    },
    {
      file: 'trans.asc',
      content: '900004;999999;930101;"PRIJEM";"VKLAD";700.00;1.00;"";;',
      reason: 'account_id: 999999 is unknown',
    },
    { file: 'trans.asc', content: '', reason: '1 of 10 columns' },
    {
      file: 'trans.asc',
      content: '900005;1;930101;"PRIJEM";"VKLAD";99999999999999999.00;1.00;"";;',
      reason: 'amount: too large',
    },
  ] as const;

  it('is set aside line by line with its reason, and the rest is loaded', async () => {
    const result = await loadBerka({ db: target, keys: await openTestKeys(), dataDir: dir });
    expect(result.counts).toMatchObject({ holders: 5369, loans: 682, quarantined: BAD.length });
    expect(await withTenant(target, HB, (tx) => tx.$count(payments))).toBe(39);
    const rows = await readQuarantine(target, HB, await openTestKeys());
    const expected = Object.keys(COLUMN_COUNTS)
      .sort()
      .flatMap((file) =>
        BAD.filter((line) => line.file === file).map(({ content, reason }, index) => ({
          bankId: HB,
          source: file,
          // Behind the header.
          line: index + 2,
          record: 0,
          reason,
          content,
        })),
      );
    expect(rows).toEqual(expected);
  });

  it('that is no compressed file at all fails, and leaves no mark of a finished load', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'payscope-load-'));
    try {
      for (const file of Object.keys(COLUMN_COUNTS))
        await writeFile(join(broken, `${file}.gz`), 'no');
      const load = async () =>
        loadBerka({ db: target, keys: await openTestKeys(), dataDir: broken });
      await expect(load()).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
      await expect(load()).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
    } finally {
      await rm(broken, { recursive: true, force: true });
    }
  });
});
