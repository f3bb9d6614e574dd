/** Erasures over HTTP and a real database: who may, what is left, what the trail has of it. */
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, withTenant } from '../../../lib/db/index.ts';
import { openPool } from '../../../lib/db/pool.ts';
import { bankSubject } from '../../../lib/envelope/index.ts';
import { bankIdOf } from '../../../lib/ids.ts';
import { connectForTest } from '../../../test/support/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { ALICE, BOB, codesOf, type Erasures, erasuresOn } from '../../../test/support/erasures.ts';
import { seedFacts } from '../../../test/support/facts.ts';
import { openTestFacts, openTestKeys } from '../../../test/support/personal-keys.ts';
import { type ServedSubgraph, serveForTest } from '../../../test/support/subgraph.ts';
import { accountId, holderId } from '../domain/ids.ts';
import { insertHolders } from '../load/insert-sealed.ts';
import { destroySubjectKeys } from '../queries/destroy-subject-keys.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');
const HOLDER = `query ($id: ID!) { account(id: $id) { holders { id birthDate gender district erasedAt } } }`;

let database: TestDatabase;
let db: Database;
let admin: Sql;
let served: ServedSubgraph;
let on: Erasures;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedFacts(database.appUrl);
  admin = openPool(database.adminUrl, { max: 1 });
  db = connectForTest(database.appUrl, 2);
  served = await serveForTest(await openTestFacts(), database.appUrl);
  on = erasuresOn(served);
});
afterAll(async () => {
  await served?.close();
  await closeDatabase(db);
  await admin?.end({ timeout: 1 });
  await database?.drop();
});
beforeEach(() => admin`delete from audit.changes`);

/** A new holder of account 1, sealed. */
async function newHolder(): Promise<string> {
  const id = holderId(HB, randomUUID());
  await load(id);
  return id;
}

const plain = { birthDate: '1961-07-08', gender: 'FEMALE', district: 'Zlin' } as const;

async function load(id: string): Promise<number> {
  const keys = await openTestKeys();
  const holder = { bankId: HB, id, accountId: accountId(HB, '1'), role: 'DISPONENT' } as const;
  return withTenant(db, HB, (tx) =>
    insertHolders(tx, { bankId: HB, keys }, [{ ...holder, ...plain }]),
  );
}

async function shown(id: string): Promise<unknown> {
  const answer = await on.asks(ALICE, HOLDER, { id: accountId(HB, '1') });
  const { holders } = JSON.parse(JSON.stringify(answer)).account;
  return holders.find((holder: { readonly id: string }) => holder.id === id);
}

const told = () =>
  admin`select event ->> 'kind' as kind, event -> 'details' as details, subject, entity_ids
    from audit.changes order by batch, place`;

describe('an erasure', () => {
  it('takes two people, and then nothing is left of the fields', async () => {
    const id = await newHolder();
    expect(await shown(id)).toEqual({ id, ...plain, erasedAt: null });
    const { request, userErrors } = await on.requests(ALICE, id.toUpperCase());
    expect(userErrors).toEqual([]);
    expect(request).toMatchObject({
      ...{ state: 'REQUESTED', requestedBy: 'alice', decidedBy: null },
      subject: { kind: 'ACCOUNT_HOLDER', id },
    });
    expect(codesOf(await on.approves(ALICE, request?.id ?? ''))).toEqual(['SAME_PERSON']);
    expect(await shown(id)).toEqual({ id, ...plain, erasedAt: null });
    const { request: done } = await on.approves(BOB, request?.id ?? '');
    expect(done).toMatchObject({ state: 'ERASED', decidedBy: 'bob' });
    const nothing = { birthDate: null, gender: null, district: null };
    expect(await shown(id)).toEqual({ id, ...nothing, erasedAt: done?.decidedAt });
    const [row] = await admin`select num_nonnulls(birth_date, gender, district, birth_date_sealed,
      gender_sealed, district_sealed) as left from facts.account_holders where id = ${id}`;
    expect(row).toEqual({ left: 0 });
    expect(
      await admin`select wrapped, wrapped_by, erased_at is not null as erased
      from facts.subject_keys where subject_id = ${id}`,
    ).toEqual([{ wrapped: null, wrapped_by: null, erased: true }]);
  });

  it('approved twice, or by two at once, is done once', async () => {
    const id = await newHolder();
    const { request } = await on.requests(ALICE, id);
    const approvals = await Promise.all(
      ['bob', 'carol', 'dave'].map((subject) =>
        on.approves({ subject, bank: 'HB' }, request?.id ?? ''),
      ),
    );
    expect(new Set(approvals.map((each) => each.request?.decidedBy)).size).toBe(1);
    expect((await told()).map(({ kind }) => kind)).toEqual([
      'ERASURE_REQUESTED',
      'ERASURE_APPROVED',
      'ERASURE_EXECUTED',
    ]);
  });

  it('of who was never sealed leaves nothing, and no key comes later', async () => {
    const id = holderId(HB, '2-b');
    const [before] = await admin`select birth_date is not null as plain from facts.account_holders
      where id = ${id}`;
    expect(before).toEqual({ plain: true });
    await on.erases(id);
    const [row] = await admin`select num_nonnulls(birth_date, gender, district) as plain,
      (select count(*)::int from facts.subject_keys where subject_id = ${id} and wrapped is null) as tombs
      from facts.account_holders where id = ${id}`;
    expect(row).toEqual({ plain: 0, tombs: 1 });
  });

  it('stays when the same data is loaded again, and nobody else’s load is held up by it', async () => {
    const id = await newHolder();
    await on.erases(id);
    expect(await load(id)).toBe(0);
    await admin`delete from facts.account_holders where id = ${id}`;
    expect(await load(id)).toBe(0);
    expect(await shown(id)).toBeUndefined();
  });

  it('leaves no unwrapped key in the process that did it', async () => {
    const keys = await openTestKeys();
    const { factsBy } = await import('../index.ts');
    const here = await serveForTest(factsBy({ personalKeys: keys }), database.appUrl);
    const erasing = erasuresOn(here);
    const id = await newHolder();
    await erasing.asks(ALICE, HOLDER, { id: accountId(HB, '1') });
    const held = keys.cache.size();
    await erasing.erases(id);
    expect(keys.cache.size()).toBe(held - 1);
    await here.close();
  });

  it('can’t be of the bank itself, whose key opens everybody', async () => {
    const { subjectId } = bankSubject(HB);
    expect(codesOf(await on.requests(ALICE, subjectId))).toEqual(['UNKNOWN_SUBJECT']);
    await expect(
      withTenant(db, HB, (tx) => destroySubjectKeys(tx, HB, subjectId, new Date())),
    ).rejects.toThrow('no person');
  });

  it('that the database refuses leaves the request as it was, and the trail untold', async () => {
    const id = await newHolder();
    const { request } = await on.requests(ALICE, id);
    await admin.unsafe(`create function app.no() returns trigger language plpgsql as
      $$ begin raise 'no'; end $$; create trigger no before update on facts.account_holders
      for each row when (old.id = '${id}') execute function app.no()`);
    await expect(on.approves(BOB, request?.id ?? '')).rejects.toThrow();
    await admin.unsafe('drop function app.no cascade');
    expect(await shown(id)).toEqual({ id, ...plain, erasedAt: null });
    expect((await told()).map(({ kind }) => kind)).toEqual(['ERASURE_REQUESTED']);
    expect((await on.approves(BOB, request?.id ?? '')).request?.state).toBe('ERASED');
  });
});

describe('a request', () => {
  it('is refused for who is not there, is erased, or waits already', async () => {
    const id = await newHolder();
    expect(codesOf(await on.requests(ALICE, randomUUID()))).toEqual(['UNKNOWN_SUBJECT']);
    expect(codesOf(await on.requests(ALICE, 'alice'))).toEqual(['UNKNOWN_SUBJECT']);
    expect(codesOf(await on.requests(ALICE, id, ' '))).toEqual(['INVALID_REASON']);
    const both = await Promise.all([on.requests(ALICE, id), on.requests(BOB, id)]);
    expect(both.flatMap(codesOf)).toEqual(['ALREADY_REQUESTED']);
    const open = both.find(({ request }) => request)?.request?.id ?? '';
    await on.approves({ subject: 'carol', bank: 'HB' }, open);
    expect(codesOf(await on.requests(ALICE, id))).toEqual(['ALREADY_ERASED']);
  });

  it('that was turned down makes room for another one', async () => {
    const id = await newHolder();
    const { request } = await on.requests(ALICE, id);
    expect((await on.rejects(BOB, request?.id ?? '')).request?.state).toBe('REJECTED');
    expect(codesOf(await on.approves(BOB, request?.id ?? ''))).toEqual(['REQUEST_REJECTED']);
    expect(codesOf(await on.requests(ALICE, id))).toEqual([]);
    expect((await told()).map(({ kind }) => kind)).toEqual([
      'ERASURE_REQUESTED',
      'ERASURE_REJECTED',
      'ERASURE_REQUESTED',
    ]);
  });

  it('is of one bank: another bank neither makes, sees nor approves it', async () => {
    const id = await newHolder();
    const stranger = { subject: 'eve', bank: 'CD' };
    expect(codesOf(await on.requests(stranger, id))).toEqual(['UNKNOWN_SUBJECT']);
    const { request } = await on.requests(ALICE, id);
    expect(codesOf(await on.approves(stranger, request?.id ?? ''))).toEqual(['UNKNOWN_REQUEST']);
    const list = '{ erasureRequests { edges { node { id } } } }';
    expect(await on.asks(stranger, list)).toEqual({ erasureRequests: { edges: [] } });
    expect(JSON.stringify(await on.asks(ALICE, list))).toContain(request?.id);
    expect(holderId(CD, '1-a')).not.toBe(holderId(HB, '1-a'));
  });

  it('is listed, newest first, a page at a time and by its state', async () => {
    const ids = [];
    for (let made = 0; made < 3; made += 1) {
      ids.unshift((await on.requests(ALICE, await newHolder())).request?.id);
    }
    const query = `query ($after: String, $state: ErasureState) { erasureRequests(first: 2, after: $after,
      state: $state) { edges { node { id state } } pageInfo { endCursor } } }`;
    const page = async (variables: object) =>
      JSON.parse(JSON.stringify(await on.asks(BOB, query, variables))).erasureRequests;
    const first = await page({ state: 'REQUESTED' });
    const second = await page({ state: 'REQUESTED', after: first.pageInfo.endCursor });
    const listed = [...first.edges, ...second.edges].map(({ node }) => node.id);
    expect(listed.slice(0, 3)).toEqual(ids);
    await on.rejects(BOB, ids[0] ?? '');
    const [newest] = (await page({ state: 'REJECTED' })).edges;
    expect(newest.node).toEqual({ id: ids[0], state: 'REJECTED' });
  });

  it('of which one person is both ends is refused by the table itself', async () => {
    await expect(
      admin`insert into facts.erasure_requests (bank_id, id, subject_kind, subject_id, reason,
        requested_by, requested_at, state, decided_by, decided_at) values (${HB}, ${randomUUID()},
        'ACCOUNT_HOLDER', ${randomUUID()}, 'r', 'alice', now(), 'ERASED', 'alice', now())`,
    ).rejects.toThrow('erasure_requests_decided_by_check');
  });
});

it('the trail is told who asked, who approved and whose data it was, by ids', async () => {
  const id = await newHolder();
  const { request } = await on.requests(ALICE, id, 'letter of 12 May');
  await on.approves(BOB, request?.id ?? '');
  const [asked, approved, executed] = await told();
  expect(asked).toMatchObject({
    ...{ kind: 'ERASURE_REQUESTED', subject: 'alice', entity_ids: [id] },
    details: { request: request?.id, subject_kind: 'ACCOUNT_HOLDER', reason: 'letter of 12 May' },
  });
  expect(approved).toMatchObject({ kind: 'ERASURE_APPROVED', subject: 'bob' });
  expect(executed).toMatchObject({
    ...{ kind: 'ERASURE_EXECUTED', subject: 'bob' },
    details: { subject: id, requested_by: 'alice', decided_by: 'bob' },
  });
  expect(JSON.stringify([asked, approved, executed])).not.toMatch(/1961|Zlin|FEMALE/);
});
