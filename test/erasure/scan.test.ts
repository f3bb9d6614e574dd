/** After an erasure: every byte that is left of a person, in heap, indexes, write-ahead log and logs. */
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../cli/main.ts';
import { closeDatabase, withTenant } from '../../lib/db/index.ts';
import { openPersonalKeys } from '../../lib/envelope/index.ts';
import { bankIdOf, newId } from '../../lib/ids.ts';
import { accountId, holderId } from '../../subgraphs/facts/domain/ids.ts';
import { insertHolders } from '../../subgraphs/facts/load/insert-sealed.ts';
import { accountHolders, accounts, banks } from '../../subgraphs/facts/tables.ts';
import { connectForTest } from '../support/connect.ts';
import { ALICE } from '../support/erasures.ts';
import { startWorld, type World } from './world.ts';

const HB = bankIdOf('HB');
const ACCOUNT = accountId(HB, '1');
const SEALED = holderId(HB, 'sealed');
const PLAIN = holderId(HB, 'in the clear');
/** Nowhere else in the world. */
const CANARIES = { sealed: `Canary-${newId()}`, plain: `Canary-${newId()}` };
const HOLDERS = `query ($id: ID!) { account(id: $id) { holders { birthDate gender district } } }`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const db = connectForTest(world.appUrl);
  const shared = { bankId: HB, accountId: ACCOUNT, birthDate: '1961-07-08' } as const;
  const fields = { ...shared, role: 'OWNER', gender: 'FEMALE' } as const;
  const keys = await openPersonalKeys({ PERSONAL_KEYS: world.personalKeys });
  await withTenant(db, HB, async (tx) => {
    await tx.insert(banks).values({ bankId: HB, code: 'HB' });
    await tx.insert(accounts).values({ bankId: HB, id: ACCOUNT, number: '1' });
    const sealed = { ...fields, id: SEALED, district: CANARIES.sealed };
    await insertHolders(tx, { bankId: HB, keys }, [sealed]);
    // As before there was sealing, and as a mistake would do it.
    await tx.insert(accountHolders).values({ ...fields, id: PLAIN, district: CANARIES.plain });
  });
  await closeDatabase(db);
}, 120_000);
afterAll(() => world?.stop());

async function scanFor(canary: string) {
  await world.admin`checkpoint`;
  const values = join(world.dataDir, '../values.txt');
  await writeFile(values, `${canary}\n`);
  let stdout = '';
  const paths = [world.dataDir, await world.writeLogs()];
  const exit = await run({
    args: ['data', 'scan-erased', '--bank', 'HB', '--values', values, '--json', ...paths],
    environment: { NODE_ENV: 'development', APP_DATABASE_URL: world.appUrl },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
  });
  return { exit, ...JSON.parse(stdout) };
}

it('of who was sealed nothing is left anywhere; of who was in the clear the scan finds what is', async () => {
  const before = JSON.stringify(await world.on.asks(ALICE, HOLDERS, { id: ACCOUNT }));
  expect(before).toContain(CANARIES.sealed);
  expect(before).toContain(CANARIES.plain);

  await world.on.erases(SEALED);
  await world.on.erases(PLAIN);
  const after = JSON.stringify(await world.on.asks(ALICE, HOLDERS, { id: ACCOUNT }));
  expect(after).not.toContain('Canary');
  await world.admin`vacuum`;

  const sealed = await scanFor(CANARIES.sealed);
  expect(sealed).toMatchObject({ exit: 0, rows: [], places: [] });
  expect(sealed.files).toBeGreaterThan(500);
  expect(sealed.tables).toBeGreaterThan(20);

  const plain = await scanFor(CANARIES.plain);
  expect(plain).toMatchObject({ exit: 1, rows: [] });
  const found = plain.places.map(({ path }: { readonly path: string }) => path).join();
  expect(found).toContain('pg_wal');
}, 120_000);

it('the wrapped key leaves the tables’ files once its table is vacuumed whole', async () => {
  const id = holderId(HB, 'with a key');
  const db = connectForTest(world.appUrl);
  const keys = await openPersonalKeys({ PERSONAL_KEYS: world.personalKeys });
  const holder = { bankId: HB, accountId: ACCOUNT, role: 'DISPONENT', id } as const;
  const fields = { birthDate: '1961-07-08', gender: 'MALE', district: 'Zlin' } as const;
  await withTenant(db, HB, (tx) =>
    insertHolders(tx, { bankId: HB, keys }, [{ ...holder, ...fields }]),
  );
  await closeDatabase(db);
  const [key] = await world.admin<{ wrapped: Buffer }[]>`
    select wrapped from facts.subject_keys where subject_id = ${id}`;
  const wrapped = key?.wrapped ?? expect.fail('no key');
  const holding = async () => {
    await world.admin`checkpoint`;
    const found: string[] = [];
    for await (const file of glob(join(world.dataDir, 'base/*/*'))) {
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      if (bytes.includes(wrapped)) found.push(file);
    }
    return found;
  };
  expect(await holding()).not.toEqual([]);
  await world.on.erases(id);
  await world.admin.unsafe('vacuum full facts.subject_keys');
  expect(await holding()).toEqual([]);
}, 60_000);
