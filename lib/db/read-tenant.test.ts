/** What a transaction may not do: more than it said, after its end, past its deadline. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts, banks } from '../../subgraphs/facts/tables.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { bankIdOf } from '../ids.ts';
import { closeDatabase, connectDatabase, type Database, POOL } from './pool.ts';
import { readTenant, type TenantTransaction, withTenant } from './with-tenant.ts';

const AB = bankIdOf('AB');
const STATEMENT_TIMEOUT_MS = 5_000;

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectDatabase({
    url: database.appUrl,
    poolMax: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'read-tenant-test',
  });
  await withTenant(db, AB, (tx) => tx.insert(banks).values({ bankId: AB, code: 'AB' }));
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
});

const codes = async (tx: TenantTransaction) =>
  (await tx.select({ code: banks.code }).from(banks)).map(({ code }) => code);
const addAccount = (tx: TenantTransaction, number: string) =>
  tx
    .insert(accounts)
    .values({ bankId: AB, id: `00000000-0000-4000-8000-00000000000${number}`, number });
const countAccounts = () => readTenant(db, AB, (tx) => tx.$count(accounts));

describe('a read', () => {
  it('gives the rows of its bank', async () => {
    expect(await readTenant(db, AB, codes)).toEqual(['AB']);
    expect(await readTenant(db, bankIdOf('CD'), codes)).toEqual([]);
  });

  it('of a second statement is refused, in turn or at once', async () => {
    const inTurn = readTenant(db, AB, async (tx) => [await codes(tx), await codes(tx)]);
    await expect(inTurn).rejects.toMatchObject({ fault: 'AFTER_END' });
    const atOnce = readTenant(db, AB, (tx) => Promise.all([codes(tx), codes(tx)]));
    await expect(atOnce).rejects.toMatchObject({ fault: 'AFTER_END' });
  });

  it('of a second statement is refused even where the work hides it', async () => {
    const hidden = readTenant(db, AB, async (tx) => {
      await codes(tx);
      return codes(tx).catch(() => []);
    });
    await expect(hidden).rejects.toMatchObject({ fault: 'AFTER_END' });
  });

  it('may have as many statements as it says', async () => {
    const both = await readTenant(db, AB, (tx) => Promise.all([codes(tx), codes(tx)]), {
      statements: 2,
    });
    expect(both).toEqual([['AB'], ['AB']]);
    const fewer = await readTenant(db, AB, (tx) => codes(tx), { statements: 2 });
    expect(fewer).toEqual(['AB']);
  });

  it('writes nothing', async () => {
    const write = readTenant(db, AB, (tx) => addAccount(tx, '1'));
    await expect(write).rejects.toMatchObject({ code: '25006' });
    expect(await countAccounts()).toBe(0);
  });

  it('that fails leaves the connection good', async () => {
    const failing = readTenant(db, AB, (tx) => tx.execute(sql`select 1 / ${0}::integer`));
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await readTenant(db, AB, codes)).toEqual(['AB']);
  });

  it('whose work fails after the answer leaves the connection good', async () => {
    const failing = readTenant(db, AB, async (tx) => {
      await codes(tx);
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await readTenant(db, AB, codes)).toEqual(['AB']);
  });
});

describe('a transaction that is over', () => {
  const leaked = async (run: typeof withTenant | typeof readTenant) => {
    const kept: TenantTransaction[] = [];
    await run(db, AB, async (tx) => {
      kept.push(tx);
      return codes(tx);
    });
    return kept;
  };

  it.each([
    ['withTenant', withTenant],
    ['readTenant', readTenant],
  ] as const)('of %s takes no statement more, whoever has the connection now', async (_, run) => {
    const [tx] = await leaked(run);
    if (!tx) throw new Error('no transaction');
    await withTenant(db, bankIdOf('CD'), async (other) => {
      await other.execute(sql`select 1`);
      await expect(codes(tx)).rejects.toMatchObject({ cause: { fault: 'AFTER_END' } });
    });
  });

  it('has committed nothing where it hid an error', async () => {
    const hiding = withTenant(db, AB, async (tx) => {
      await addAccount(tx, '2');
      await tx.execute(sql`select 1 / ${0}::integer`).catch(() => undefined);
    });
    await expect(hiding).rejects.toMatchObject({ code: '22012' });
    expect(await countAccounts()).toBe(0);
  });

  it('says the first error where later statements failed for it', async () => {
    const failing = withTenant(db, AB, async (tx) => {
      const first = tx.execute(sql`select 1 / ${0}::integer`).catch(() => undefined);
      await Promise.all([first, codes(tx)]);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
  });

  it('leaves neither bank nor timeouts behind', async () => {
    const deadline = performance.now() + 1_000;
    const settings = sql<{ statement: string; transaction: string; bank: string }>`
      select current_setting('statement_timeout') as statement,
        current_setting('transaction_timeout') as transaction,
        current_setting('app.bank_id') as bank`;
    const [during] = await readTenant(db, AB, (tx) => tx.execute(settings), { deadline });
    expect(during?.bank).toBe(AB);
    expect(Number.parseInt(String(during?.statement), 10)).toBeLessThanOrEqual(1_000);
    expect(during?.transaction).not.toBe('0');
    const [after] = await db[POOL].lanes.borrow(
      ({ client }) => client`
        select current_setting('statement_timeout') as statement,
          current_setting('transaction_timeout') as transaction,
          current_setting('app.bank_id', true) as bank`,
    );
    expect(after).toEqual({ statement: '5s', transaction: '0', bank: '' });
  });

  it('has no way to begin another inside itself', async () => {
    const nested = withTenant(db, AB, (tx) => tx.transaction(codes));
    await expect(nested).rejects.toThrow(/no savepoint/);
  });
});

describe('a deadline', () => {
  it('that has passed starts nothing', async () => {
    const started: string[] = [];
    const work = async () => started.push('work');
    const late = withTenant(db, AB, work, { deadline: performance.now() });
    await expect(late).rejects.toMatchObject({ fault: 'DEADLINE_PASSED' });
    expect(started).toEqual([]);
  });

  it('that passes while others have every connection starts nothing', async () => {
    const started: string[] = [];
    const { promise: free, resolve } = Promise.withResolvers<void>();
    const holding = withTenant(db, AB, () => free);
    const deadline = performance.now() + 1;
    const late = readTenant(db, AB, async () => started.push('work'), { deadline });
    while (performance.now() <= deadline) await new Promise(setImmediate);
    resolve();
    await holding;
    await expect(late).rejects.toMatchObject({ fault: 'DEADLINE_PASSED' });
    expect(started).toEqual([]);
  });

  it('that passes between two statements stops the second', async () => {
    const deadline = performance.now() + 50;
    const slow = withTenant(
      db,
      AB,
      async (tx) => {
        await addAccount(tx, '3');
        while (performance.now() <= deadline) await new Promise(setImmediate);
        await codes(tx);
      },
      { deadline },
    );
    await expect(slow).rejects.toMatchObject({ fault: 'DEADLINE_PASSED' });
    expect(await countAccounts()).toBe(0);
  });

  it('is what the server gives a statement', async () => {
    const deadline = performance.now() + 50;
    const slow = readTenant(db, AB, (tx) => tx.execute(sql`select pg_sleep(${60}::float)`), {
      deadline,
    });
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    expect(performance.now() - deadline).toBeLessThan(STATEMENT_TIMEOUT_MS / 2);
  });

  it('ends a transaction that sits idle past it, and its connection', async () => {
    const idle = withTenant(
      db,
      AB,
      async (tx) => {
        await codes(tx);
        return new Promise<never>(() => undefined);
      },
      { deadline: performance.now() + 50 },
    );
    await expect(idle).rejects.toMatchObject({ fault: 'CONNECTION_LOST' });
    expect(await readTenant(db, AB, codes)).toEqual(['AB']);
  });

  it('is never more than the timeout of the pool, nor than the one of the statement', async () => {
    const shown = (limits: Parameters<typeof readTenant>[3]) =>
      readTenant(
        db,
        AB,
        (tx) => tx.execute<{ ms: string }>(sql`select current_setting('statement_timeout') as ms`),
        limits,
      );
    const deadline = performance.now() + 60_000;
    expect((await shown({ deadline }))[0]?.ms).toBe('5s');
    expect((await shown({ deadline, statementTimeoutMs: 7 }))[0]?.ms).toBe('7ms');
    expect((await shown({}))[0]?.ms).toBe('5s');
  });
});
