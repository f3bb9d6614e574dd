import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts, banks } from '../../subgraphs/facts/tables.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { bankIdOf } from '../ids.ts';
import { closeDatabase, connectDatabase, type Database, POOL, pingDatabase } from './pool.ts';
import { type TenantTransaction, withTenant } from './with-tenant.ts';

const AB = bankIdOf('AB');
const CD = bankIdOf('CD');

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connectDatabase({
    url: database.appUrl,
    poolMax: 2,
    statementTimeoutMs: 2000,
    applicationName: 'with-tenant-test',
  });
  await withTenant(db, AB, (tx) => tx.insert(banks).values({ bankId: AB, code: 'AB' }));
  await withTenant(db, CD, (tx) => tx.insert(banks).values({ bankId: CD, code: 'CD' }));
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
});

const codesSeen = async (tx: TenantTransaction) =>
  (await tx.select({ code: banks.code }).from(banks)).map(({ code }) => code);

describe('withTenant', () => {
  it('shows each bank its own rows only, without any condition in the query', async () => {
    expect(await withTenant(db, AB, codesSeen)).toEqual(['AB']);
    expect(await withTenant(db, CD, codesSeen)).toEqual(['CD']);
  });

  it('keeps two banks apart that share the pool at the same time', async () => {
    const turns = Array.from({ length: 40 }, (_, turn) => (turn % 2 === 0 ? 'AB' : 'CD'));
    const seen = await Promise.all(turns.map((code) => withTenant(db, bankIdOf(code), codesSeen)));
    expect(seen).toEqual(turns.map((code) => [code]));
  });

  it('refuses to write a row of another bank', async () => {
    const write = withTenant(db, AB, (tx) => tx.insert(banks).values({ bankId: CD, code: 'XX' }));
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });

  it('leaves no bank behind on the connection', async () => {
    const single = connectDatabase({
      url: database.appUrl,
      poolMax: 1,
      statementTimeoutMs: 2000,
      applicationName: 'with-tenant-test',
    });
    try {
      await withTenant(single, AB, codesSeen);
      const [left] = await single[POOL].lanes.borrow(
        ({ client }) => client`select current_setting('app.bank_id', true) as bank`,
      );
      expect(left?.bank ?? '').toBe('');
      const forget = withTenant(single, CD, async (tx) => {
        await tx.execute(sql`select set_config('app.bank_id', '', true)`);
        return codesSeen(tx);
      });
      await expect(forget).rejects.toMatchObject({ code: '42501' });
      expect(await withTenant(single, CD, codesSeen)).toEqual(['CD']);
    } finally {
      await closeDatabase(single);
    }
  });

  it('undoes everything when the work rejects', async () => {
    const id = '00000000-0000-4000-8000-000000000001';
    const failing = withTenant(db, AB, async (tx) => {
      await tx.insert(accounts).values({ bankId: AB, id, number: '1' });
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await withTenant(db, AB, (tx) => tx.select().from(accounts))).toEqual([]);
  });

  it('rejects with the database error itself, not one that quotes the parameters', async () => {
    const duplicate = withTenant(db, AB, (tx) =>
      tx.insert(banks).values({ bankId: AB, code: 'AB' }),
    );
    await expect(duplicate).rejects.toMatchObject({ name: 'PostgresError', code: '23505' });
    await expect(duplicate).rejects.not.toThrow(/params/);
  });

  it('plans a query once per connection', async () => {
    const [row] = await withTenant(db, AB, async (tx) => {
      const find = () => tx.select().from(banks).where(sql`${banks.code} = ${'AB'}`);
      await find();
      await find();
      return tx.execute<{ planned: string; text: string }>(
        sql`select count(*) as planned from pg_prepared_statements
          where statement like '%"code" = %' and statement not like '%pg_prepared%'`,
      );
    });
    expect(row).toEqual({ planned: '1' });
  });

  it('cancels a statement that takes too long', async () => {
    const slow = connectDatabase({
      url: database.appUrl,
      poolMax: 1,
      statementTimeoutMs: 50,
      applicationName: 'with-tenant-test',
    });
    try {
      const work = withTenant(slow, AB, (tx) => tx.execute(sql`select pg_sleep(${5}::float)`));
      await expect(work).rejects.toMatchObject({ code: '57014' });
      await pingDatabase(slow);
    } finally {
      await closeDatabase(slow);
    }
  });
});

describe('a Database', () => {
  it('has no way to query but withTenant', () => {
    expect(Object.keys(db)).toEqual([]);
    expect(JSON.stringify(db)).toBe('{}');
  });

  it('says when it does not answer', async () => {
    const nowhere = connectDatabase({
      url: database.appUrl.replace(/:\d+\//, ':1/'),
      poolMax: 1,
      statementTimeoutMs: 1000,
      applicationName: 'with-tenant-test',
    });
    await expect(pingDatabase(nowhere)).rejects.toThrow();
    await closeDatabase(nowhere);
  });
});
