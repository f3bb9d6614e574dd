/** Nobody finds out what another bank has: what is another's is answered as what is nobody's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndlessTape } from '../properties/tape.ts';
import { type Client, createClient } from './asked.ts';
import { BANKS } from './canaries.ts';
import { comparable, existencePairs, type Pair } from './existence.ts';
import { makeKnown } from './know-other.ts';
import { setRowSecurity } from './layers.ts';
import { createPeople, type People } from './people.ts';
import { type Platform, startPlatform } from './platform.ts';
import { rowsOf } from './seed.ts';
import { compareTimes } from './timing.ts';
import { createWorld, type World } from './world.ts';

let world: World;
let platform: Platform;
let people: People;
let client: Client;
let pairs: readonly Pair[];

beforeAll(async () => {
  world = await createWorld();
  platform = await startPlatform(world, { name: 'existence' });
  people = await createPeople(world);
  client = createClient(platform, 2);
  pairs = existencePairs(world, people, await makeKnown(platform, people));
});
afterAll(async () => {
  await client?.close();
  await platform?.stop();
  await world?.stop();
});

describe('another bank’s and nobody’s are answered alike, byte for byte', () => {
  it.each([
    ['with every layer on', async () => undefined],
    ['with RLS off', () => setRowSecurity(world, 'disable')],
  ])('%s', { timeout: 60_000 }, async (_what, prepare) => {
    await prepare();
    try {
      for (const { name, foreign, absent, values } of pairs) {
        const answers = [await client.ask(foreign), await client.ask(absent)] as const;
        expect(comparable(answers[0], values[0]), name).toBe(comparable(answers[1], values[1]));
        expect([200, 400, 403], name).toContain(answers[0].status);
      }
    } finally {
      await setRowSecurity(world, 'enable');
    }
  });
});

describe('the comparison finds', () => {
  it('a subgraph that says whose a row is, once RLS is off', { timeout: 60_000 }, async () => {
    const broken = await startPlatform(world, {
      name: 'telling',
      subgraphs: 'test/isolation/broken-subgraphs.ts',
      subgraphEnv: { MISTAKE: 'says whose it is' },
    });
    const asking = createClient(broken, 1);
    await setRowSecurity(world, 'disable');
    try {
      const pair = pairs.find(({ name }) => name === 'account(id:)');
      if (!pair) throw new Error('no pair');
      const { foreign, absent, values } = pair;
      const answers = [await asking.ask(foreign), await asking.ask(absent)] as const;
      expect(comparable(answers[0], values[0])).not.toBe(comparable(answers[1], values[1]));
      expect(answers[0].body).toContain('not of your bank');
    } finally {
      await setRowSecurity(world, 'enable');
      await asking.close();
      await broken.stop();
    }
  });
});

describe('counts', () => {
  it('are of the bank that asks', async () => {
    for (let bank = 0; bank < BANKS; bank += 1) {
      const { authorization } = people.as(bank, 'BANK_ADMIN');
      const { body } = await client.ask({
        ...{ kind: 'count', bank, role: 'BANK_ADMIN', target: 'gateway', method: 'POST' },
        path: '/graphql',
        headers: { authorization },
        body: JSON.stringify({ query: '{ bank { accountCount } }' }),
      });
      expect(JSON.parse(body).data.bank.accountCount).toBe(rowsOf('facts.accounts', bank));
    }
  });
});

describe('the time an answer takes', () => {
  it('is measured for both, in turn', { timeout: 60_000 }, async () => {
    const pair = pairs[0];
    if (!pair) throw new Error('no pair');
    const tape = createEndlessTape(7);
    const { t } = await compareTimes(client, [pair.foreign, pair.absent], { pairs: 60, tape });
    expect(Number.isFinite(t)).toBe(true);
  });
});
