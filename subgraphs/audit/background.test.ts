/** What the audit subgraph does beside its answers costs them little. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../lib/db/index.ts';
import { POOL } from '../../lib/db/pool.ts';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { tellTrail } from '../../lib/trail/index.ts';
import { connectForTest } from '../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { TELLER } from '../../test/support/teller.ts';
import { startBackgroundBy } from './background.ts';
import { findHead } from './queries/find-head.ts';

const HB = bankIdOf('HB');
const OPERATIONS = 200;

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connectForTest(database.appUrl, 2);
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
});

/** The same database, and how often a connection of it was borrowed. */
function counting(): { readonly counted: Database; readonly borrowed: () => number } {
  let count = 0;
  const { lanes, ...pool } = db[POOL];
  const borrow: typeof lanes.borrow = (use, signal) => {
    count += 1;
    return lanes.borrow(use, signal);
  };
  return { counted: { [POOL]: { ...pool, lanes: { ...lanes, borrow } } }, borrowed: () => count };
}

it('changes are looked for once for operations that come together, and are chained', async () => {
  const { counted, borrowed } = counting();
  const parts = { database: counted, log: createLog({ name: 'test', level: 'silent' }) };
  const start = startBackgroundBy({ now: () => new Date(), banks: [] });
  const background = await start({ ...parts, count: () => undefined });
  for (let operation = 0; operation < OPERATIONS; operation += 1) {
    background.changed(HB);
    await withTenant(db, HB, (tx) => findHead(tx, HB));
  }
  expect(borrowed()).toBeLessThan(OPERATIONS / 4);
  const event = { category: 'change', kind: 'COUNTED', details: {} } as const;
  await withTenant(db, HB, (tx) =>
    tellTrail(tx, HB, TELLER, [{ event, entityIds: [newDecisionId()] }]),
  );
  background.changed(HB);
  await expect
    .poll(() => withTenant(db, HB, (tx) => findHead(tx, HB)), { timeout: 4_000 })
    .toMatchObject({ sequence: 1 });
  await background.stop();
});
