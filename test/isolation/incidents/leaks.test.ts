/** What tells of another bank's rows without reading them: functions in filters, statistics, errors, sessions. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  checkDatabase,
  closeDatabase,
  connectDatabase,
  readTenant,
  withTenant,
} from '../../../lib/db/index.ts';
import { openPool } from '../../../lib/db/pool.ts';
import type { TestDatabase } from '../../support/database.ts';
import { AB, CD, createTwoBanks, perform } from './two-banks.ts';

/** Cheaper than any condition, so that PostgreSQL would like to ask it first. */
const TELL = `create function public.tell(text) returns boolean language plpgsql cost 0.0001
  as $$ begin raise notice '%', $1; return true; end $$`;

/** What a function in a filter gets to see. */
async function toldOn(url: string, query: string): Promise<readonly string[]> {
  const told: string[] = [];
  const client = openPool(url, { max: 1, onnotice: ({ message }) => told.push(message ?? '') });
  try {
    await client.begin(async (tx) => {
      await tx`select set_config('app.bank_id', ${AB}, true)`;
      // An index would find the bank's rows first, by luck and not by a rule.
      await tx
        .unsafe('set local enable_indexscan = off; set local enable_bitmapscan = off')
        .simple();
      await tx.unsafe(query);
    });
  } finally {
    await client.end();
  }
  return told.sort();
}

async function detailOn(url: string): Promise<unknown> {
  const again = `insert into facts.banks (bank_id, code) values ('${AB}', 'AB')`;
  const client = openPool(url, { max: 1 });
  try {
    await client.begin(async (tx) => {
      await tx`select set_config('app.bank_id', ${AB}, true)`;
      await tx.unsafe(again);
    });
    return 'no error';
  } catch (error) {
    return error instanceof Error && 'detail' in error ? error.detail : undefined;
  } finally {
    await client.end();
  }
}

const NUMBERS = 'select number from facts.accounts where public.tell(number)';
const STATISTICS = `select histogram_bounds::text from pg_stats
  where schemaname = 'facts' and tablename = 'accounts' and attname = 'number'`;
const RLS_OFF = `alter table facts.accounts disable row level security;
  alter table facts.banks disable row level security`;
const REFUSED = '42501';

let whole: TestDatabase;
let open: TestDatabase;
beforeAll(async () => {
  [whole, open] = await Promise.all([createTwoBanks(), createTwoBanks()]);
  await Promise.all([
    whole.asSuperuser(`${TELL}; analyze facts.accounts`),
    open.asSuperuser(`${TELL}; analyze facts.accounts; ${RLS_OFF}`),
  ]);
});
afterAll(() => Promise.all([whole.drop(), open.drop()]));

describe('a function in a filter', () => {
  it("is asked about the bank's own rows only: the policy comes first", async () => {
    expect(await toldOn(whole.appUrl, NUMBERS)).toEqual(['ab-1']);
  });

  it("would be asked about every bank's, were the query's own condition the only one", async () => {
    const named = `${NUMBERS} and bank_id = '${AB}'`;
    expect(await toldOn(open.appUrl, named)).toEqual(['ab-1', 'cd-1']);
  });

  it("would be asked about every bank's, did it claim to be leakproof; no start accepts that", async () => {
    await using broken = await createTwoBanks();
    await broken.asSuperuser(`${TELL}; alter function public.tell(text) leakproof`);
    expect(await toldOn(broken.appUrl, NUMBERS)).toEqual(['ab-1', 'cd-1']);
    expect(await checkDatabase(broken.appUrl)).toContainEqual(
      expect.objectContaining({ what: expect.stringMatching(/leakproof/) }),
    );
  });
});

describe('what only row-level security keeps', () => {
  it.each([
    ['statistics', STATISTICS, [], [['{ab-1,cd-1}']]],
    ['the count of all rows', 'select count(*)::integer from facts.banks', [[1]], [[2]]],
  ])('%s', async (_, statement, kept, opened) => {
    expect(await perform(whole.appUrl, [['AB', statement]])).toEqual(kept);
    expect(await perform(open.appUrl, [['AB', statement]])).toEqual(opened);
  });

  it('values of rows in the detail of an error', async () => {
    expect(await detailOn(whole.appUrl)).toBeUndefined();
    expect(await detailOn(open.appUrl)).toMatch(AB);
  });

  it('COPY', async () => {
    const copied = async (url: string) => {
      const client = openPool(url, { max: 1 });
      try {
        return await client.begin(async (tx) => {
          await tx`select set_config('app.bank_id', ${AB}, true)`;
          const lines = await tx.unsafe('copy facts.banks (code) to stdout').readable();
          let text = '';
          for await (const line of lines) text += String(line);
          return text;
        });
      } finally {
        await client.end();
      }
    };
    expect(await copied(whole.appUrl)).toBe('AB\n');
    expect(await copied(open.appUrl)).toBe('AB\nCD\n');
  });
});

describe('statements that would change who asks', () => {
  const READ = 'select code from facts.banks order by 1';

  it.each([
    ['another role', 'set role payscope_owner', REFUSED],
    ['the role before', 'reset role', [['AB']]],
    ['the user before', 'set session authorization default', [['AB']]],
    ['no policies', 'set row_security = off', REFUSED],
    ['no bank', 'set app.bank_id = default', REFUSED],
    ['no settings at all', 'reset all', REFUSED],
    ['a file of the server', "copy facts.banks to '/tmp/banks'", REFUSED],
    ['a program', "copy facts.banks to program 'cat'", REFUSED],
    ['statistics as they are stored', 'select stavalues1 from pg_statistic', REFUSED],
    ['no triggers', 'set session_replication_role = replica', REFUSED],
    [
      'a function of its own',
      "create function pg_temp.f() returns text language sql as 'select 1'",
      REFUSED,
    ],
  ])('%s', async (_, statement, outcome) => {
    expect(await perform(whole.appUrl, [['AB', `${statement}; ${READ}`]])).toEqual(outcome);
  });

  it('as a superuser, all of it is open; no start accepts one', async () => {
    const { adminUrl: url } = whole;
    expect(await perform(url, [['AB', READ]])).toEqual([['AB'], ['CD']]);
    expect(await checkDatabase(url)).toContainEqual(
      expect.objectContaining({ what: 'is a superuser' }),
    );
  });
});

describe('a second statement in the text of one', () => {
  const SMUGGLED = sql.raw(`select 1; select set_config('app.bank_id', '${CD}', true)`);

  it.each([
    ['readTenant', readTenant],
    ['withTenant', withTenant],
  ])('is refused by %s', async (_, run) => {
    const db = connect(whole);
    await expect(run(db, AB, (tx) => tx.execute(SMUGGLED))).rejects.toMatchObject({
      code: '42601',
    });
  });

  it('would run, in the protocol that takes several', async () => {
    const steps = [
      [
        'AB',
        `select 1; select set_config('app.bank_id', '${CD}', true);
      select code from facts.banks`,
      ],
    ] as const;
    expect(await perform(whole.appUrl, steps)).toEqual([['CD']]);
  });
});

describe('sessions that the application sees', () => {
  const LOCK = 4_711;
  const SECRET = 'only CD knows';

  /** The texts of what CD runs, as AB reads them, while CD waits for a lock that somebody holds. */
  async function seenOf(statement: ReturnType<typeof sql>): Promise<string> {
    const db = connect(whole, 2);
    const holder = openPool(whole.appUrl, { max: 1 });
    onTestFinished(() => holder.end());
    return holder.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      const waiting = withTenant(db, CD, (own) => own.execute(statement));
      let texts: readonly string[] = [];
      while (texts.length === 0) {
        const rows = await readTenant(db, AB, (own) =>
          own.execute<{ query: string }>(sql`select query from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`),
        );
        texts = rows.map(({ query }) => query);
      }
      // Ends the holder's transaction, and with it the waiting.
      onTestFinished(() => waiting.then(() => undefined));
      return texts.join();
    });
  }

  it('tell no value of what others ask', async () => {
    const seen = await seenOf(sql`select pg_advisory_xact_lock(${LOCK}::bigint), ${SECRET}::text`);
    expect(seen).toContain('pg_advisory_xact_lock($1');
    expect(seen).not.toContain(SECRET);
  });

  it('would, were values written into the statement', async () => {
    const seen = await seenOf(sql.raw(`select pg_advisory_xact_lock(${LOCK}), '${SECRET}'`));
    expect(seen).toContain(SECRET);
  });
});

function connect(database: TestDatabase, poolMax = 1) {
  const db = connectDatabase({
    ...{ url: database.appUrl, poolMax },
    ...{ statementTimeoutMs: 10_000, applicationName: 'incidents' },
  });
  onTestFinished(() => closeDatabase(db));
  return db;
}
