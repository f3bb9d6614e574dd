/** What becomes of elevations: asked for, approved, ended. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../lib/ids.ts';
import {
  ALICE,
  ASKED,
  BOB,
  codesOf,
  type Elevations,
  MINUTE,
  type Person,
  START,
  serveElevations,
  someone,
} from '../../test/support/elevations.ts';

let on: Elevations;
beforeAll(async () => {
  on = await serveElevations();
});
afterAll(() => on?.close());
beforeEach(() => {
  on.clock.ms = START;
});

describe('a request', () => {
  it('waits for another person, and is in the chain', async () => {
    const who = someone();
    const { elevation, userErrors } = await on.changes(who, 'requestElevation', ASKED);
    expect(elevation).toMatchObject({ status: 'REQUESTED', approvedBy: null, endsAt: null });
    expect(userErrors).toEqual([]);
    expect(await on.grantsOf(who)).toEqual({ grants: [] });
    expect(await on.eventsOf(elevation?.id ?? '')).toMatchObject([
      {
        subject: who.subject,
        kind: 'ELEVATION_REQUESTED',
        details: {
          holder: who.subject,
          holder_role: 'ANALYST',
          permission: 'pii:read',
          minutes: '5',
          reason: 'fraud case 12',
        },
      },
    ]);
  });

  it.each<[string, object, string, string]>([
    ['no minutes', { minutes: 0 }, 'INVALID_MINUTES', 'input.minutes'],
    ['more than an hour', { minutes: 61 }, 'INVALID_MINUTES', 'input.minutes'],
    ['no reason', { reason: '' }, 'INVALID_REASON', 'input.reason'],
    ['a blank reason', { reason: ' \n' }, 'INVALID_REASON', 'input.reason'],
    ['a long reason', { reason: 'a'.repeat(501) }, 'INVALID_REASON', 'input.reason'],
    ['a reason nobody can keep', { reason: 'a\0' }, 'INVALID_REASON', 'input.reason'],
    ['no permission', { permission: '' }, 'INVALID_PERMISSION', 'input.permission'],
    [
      'what is no permission',
      { permission: 'DROP TABLE' },
      'INVALID_PERMISSION',
      'input.permission',
    ],
  ])('for %s is refused, without a trace', async (_what, input, code, field) => {
    const who = someone();
    const payload = await on.changes(who, 'requestElevation', { ...ASKED, ...input });
    expect(payload).toEqual({ elevation: null, userErrors: [{ code, field }] });
    expect(await on.asks(who, '{ myElevations { edges { cursor } } }')).toEqual({
      myElevations: { edges: [] },
    });
  });

  it('is one of ten at most; one given back or lapsed makes room', async () => {
    const who = someone();
    const ids = [];
    for (let made = 0; made < 10; made++) ids.push(await on.requested(who));
    const eleventh = () => on.changes(who, 'requestElevation', ASKED);
    expect(codesOf(await eleventh())).toEqual(['TOO_MANY_REQUESTS']);
    await on.changes(who, 'giveBackElevation', { id: ids[0] });
    expect(codesOf(await eleventh())).toEqual([]);
    expect(codesOf(await eleventh())).toEqual(['TOO_MANY_REQUESTS']);
    on.clock.ms += 60 * MINUTE;
    expect(codesOf(await eleventh())).toEqual([]);
  });
});

describe('an approval', () => {
  it('is another person’s, and holds from then on', async () => {
    const who = someone();
    const id = await on.requested(who);
    on.clock.ms += 3 * MINUTE;
    const { elevation } = await on.changes(BOB, 'approveElevation', { id: id.toUpperCase() });
    const until = new Date(START + 8 * MINUTE).toISOString();
    expect(elevation).toMatchObject({ status: 'ACTIVE', approvedBy: 'bob', endsAt: until });
    expect(await on.grantsOf(who)).toEqual({ grants: [{ id, permission: 'pii:read', until }] });
    expect((await on.eventsOf(id)).at(-1)).toMatchObject({
      subject: 'bob',
      kind: 'ELEVATION_APPROVED',
      details: { holder: who.subject, approved_by: 'bob', ends_at: until },
    });
  });

  it.each<[string, (holder: Person) => Person, string]>([
    ['the same person', (holder) => holder, 'SAME_PERSON'],
    [
      'the same person in another role',
      (holder) => ({ ...holder, role: 'BANK_ADMIN' }),
      'SAME_PERSON',
    ],
    ['a person of another bank', () => ({ ...BOB, bank: 'CD' }), 'UNKNOWN_ELEVATION'],
    [
      'a person of another bank with the same name',
      (holder) => ({ ...holder, bank: 'CD' }),
      'UNKNOWN_ELEVATION',
    ],
  ])('by %s is refused, and changes nothing', async (_what, approver, code) => {
    const holder = someone();
    const id = await on.requested(holder);
    expect(codesOf(await on.changes(approver(holder), 'approveElevation', { id }))).toEqual([code]);
    expect(await on.grantsOf(holder)).toEqual({ grants: [] });
    expect(await on.grantsOf(approver(holder))).toEqual({ grants: [] });
    expect(await on.eventsOf(id)).toHaveLength(1);
  });

  it.each(['x', '', newId()])('of what there is not (%j) is refused', async (id) => {
    expect(codesOf(await on.changes(BOB, 'approveElevation', { id }))).toEqual([
      'UNKNOWN_ELEVATION',
    ]);
  });

  it('twice is one approval, and never a longer one', async () => {
    const who = someone();
    const id = await on.active(who);
    on.clock.ms += MINUTE;
    const again = await on.changes({ ...BOB, subject: 'carol' }, 'approveElevation', { id });
    const endsAt = new Date(START + 5 * MINUTE).toISOString();
    expect(again.elevation).toMatchObject({ approvedBy: 'bob', endsAt });
    expect(again.userErrors).toEqual([]);
    expect((await on.eventsOf(id)).map(({ kind }) => kind)).toEqual([
      'ELEVATION_REQUESTED',
      'ELEVATION_APPROVED',
    ]);
  });

  it('by two at once is one of them', async () => {
    const id = await on.requested(someone());
    const carol = { ...BOB, subject: 'carol' };
    const both = await Promise.all(
      [BOB, carol].map((who) => on.changes(who, 'approveElevation', { id })),
    );
    expect(new Set(both.map(({ elevation }) => elevation?.approvedBy)).size).toBe(1);
    expect(await on.eventsOf(id)).toHaveLength(2);
  });

  it.each([
    [60 * MINUTE - 1, []],
    [60 * MINUTE, ['REQUEST_LAPSED']],
  ])('%i ms after the request: %j', async (ms, expected) => {
    const id = await on.requested(someone());
    on.clock.ms += ms;
    expect(codesOf(await on.changes(BOB, 'approveElevation', { id }))).toEqual(expected);
  });

  it('of what is over takes a new request', async () => {
    const ended = await on.active(someone());
    on.clock.ms += 5 * MINUTE;
    expect(codesOf(await on.changes(BOB, 'approveElevation', { id: ended }))).toEqual([
      'ELEVATION_OVER',
    ]);
    const revoked = await on.requested(someone());
    await on.changes(BOB, 'revokeElevation', { id: revoked });
    expect(codesOf(await on.changes(BOB, 'approveElevation', { id: revoked }))).toEqual([
      'ELEVATION_OVER',
    ]);
  });
});

describe('ending one', () => {
  it('is for whoever revokes, and at once', async () => {
    const who = someone();
    const id = await on.active(who);
    on.clock.ms += MINUTE;
    const { elevation } = await on.changes({ ...BOB, subject: 'carol' }, 'revokeElevation', { id });
    expect(elevation).toMatchObject({ status: 'REVOKED', revokedBy: 'carol' });
    expect(await on.grantsOf(who)).toEqual({ grants: [] });
    expect((await on.eventsOf(id)).at(-1)).toMatchObject({
      subject: 'carol',
      kind: 'ELEVATION_REVOKED',
      details: { revoked_by: 'carol', approved_by: 'bob' },
    });
  });

  it('is for the holder, in any of its roles', async () => {
    const who = someone();
    const id = await on.active(who);
    const { elevation } = await on.changes({ ...who, role: 'ADMIN' }, 'giveBackElevation', { id });
    expect(elevation).toMatchObject({ status: 'REVOKED', revokedBy: who.subject });
    expect(await on.grantsOf(who)).toEqual({ grants: [] });
  });

  it.each<[string, string, (holder: Person) => Person]>([
    ['giveBackElevation', 'another person', () => ({ ...ALICE, subject: 'mallory' })],
    ['giveBackElevation', 'an approver', () => BOB],
    ['giveBackElevation', 'a namesake at another bank', (holder) => ({ ...holder, bank: 'CD' })],
    ['revokeElevation', 'an approver of another bank', () => ({ ...BOB, bank: 'CD' })],
  ])('by %s is not for %s', async (mutation, _who, by) => {
    const holder = someone();
    const id = await on.active(holder);
    expect(codesOf(await on.changes(by(holder), mutation, { id }))).toEqual(['UNKNOWN_ELEVATION']);
    expect(await on.grantsOf(holder)).toMatchObject({ grants: [{ id }] });
  });

  it('twice ends it once, and not after it ended by itself', async () => {
    const id = await on.active(someone());
    await on.changes(BOB, 'revokeElevation', { id });
    const again = await on.changes({ ...BOB, subject: 'carol' }, 'revokeElevation', { id });
    expect(again).toMatchObject({ elevation: { revokedBy: 'bob' }, userErrors: [] });
    expect(await on.eventsOf(id)).toHaveLength(3);
    const other = await on.active(someone());
    on.clock.ms += 5 * MINUTE;
    expect(codesOf(await on.changes(BOB, 'revokeElevation', { id: other }))).toEqual([
      'ELEVATION_OVER',
    ]);
  });
});

it('keeps the chain whole, and counts what became of elevations', async () => {
  expect(await on.asks(BOB, '{ verifyAudit { intact } }')).toEqual({
    verifyAudit: { intact: true },
  });
  const metrics = await (await fetch(`${on.served.url}/metrics`)).text();
  for (const event of ['requested', 'approved', 'revoked']) {
    const line = `payscope_elevation_grants_total\\{event="${event}",subgraph="audit"\\} [1-9]`;
    expect(metrics).toMatch(new RegExp(line));
  }
});
