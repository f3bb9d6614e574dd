/** When an elevation holds and for whom, and what the database itself refuses. */
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bankIdOf } from '../../lib/ids.ts';
import {
  BOB,
  type Elevations,
  MINUTE,
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

describe('a grant', () => {
  it('ends by itself, to the millisecond', async () => {
    const who = someone();
    const id = await on.active(who);
    on.clock.ms += 5 * MINUTE - 1;
    expect(await on.grantsOf(who)).toMatchObject({ grants: [{ id }] });
    on.clock.ms += 1;
    expect(await on.grantsOf(who)).toEqual({ grants: [] });
    expect(
      await on.asks(BOB, 'query ($id: ID!) { elevation(id: $id) { status } }', { id }),
    ).toEqual({
      elevation: { status: 'ENDED' },
    });
  });

  it('is told to nobody but its holder, in its role, at its bank', async () => {
    const who = someone();
    await on.active(who);
    const others = [
      { ...who, role: 'ADMIN' },
      { ...who, bank: 'CD' },
      { ...who, subject: `${who.subject}x` },
      BOB,
    ];
    for (const other of others) expect(await on.grantsOf(other)).toEqual({ grants: [] });
  });

  it.each([
    ['no token', async () => ({})],
    [
      'a token for another subgraph',
      async () => ({ authorization: `Bearer ${await on.served.token({ audience: 'facts' })}` }),
    ],
  ])('is not told with %s', async (_what, headers) => {
    const response = await fetch(`${on.served.url}/grants`, { headers: await headers() });
    expect(response.status).toBe(401);
  });
});

describe('the database', () => {
  async function run(statement: string): Promise<void> {
    const sql = postgres(on.database.appUrl, { max: 1, onnotice: () => undefined });
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local app.bank_id = '${bankIdOf('AB')}'`);
        await tx.unsafe(statement);
      });
    } finally {
      await sql.end();
    }
  }

  const approval = (by: string, minutes: number) => `update audit.elevations set
    approved_by = ${by}, approved_at = now(), ends_at = now() + interval '${minutes} minutes'`;

  it.each([
    ['an approval by the holder', approval('subject', 5), '23514'],
    ['an approval for longer than an hour', approval(`'bob'`, 61), '23514'],
    ['an approval that ended before it began', approval(`'bob'`, -1), '23514'],
    [
      'half an approval',
      `update audit.elevations set approved_by = 'bob', approved_at = null`,
      '23514',
    ],
    [
      'another permission than was asked for',
      `update audit.elevations set permission = 'a:b'`,
      '42501',
    ],
    ['another holder', `update audit.elevations set subject = 'mallory'`, '42501'],
    ['to forget one', 'delete from audit.elevations', '42501'],
  ])('refuses %s', async (_what, statement, code) => {
    await on.requested(someone());
    await expect(run(statement)).rejects.toMatchObject({ code });
  });
});
