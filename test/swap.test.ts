/** Another policy in mid-traffic, and what requests in flight may share: nothing. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Policy } from '../gateway/policy/index.ts';
import { bundleOf } from './support/bundles.ts';
import { type Fixture, LINK, startFixture } from './support/fixture-gateway.ts';

const READ = '@policy(policies: [["read"]])';
const PII = '@policy(policies: [["pii"]])';

const people = {
  name: 'people',
  typeDefs: `${LINK}
    type Person @key(fields: "id") { id: ID! ${READ} born: String ${PII} secret: String ${PII} }
    type Query { person: Person ${READ} people: [Person!] ${READ} }`,
  resolvers: {
    Query: {
      person: () => ({ id: '1', born: '1971-05-23', secret: 'shown' }),
      people: () => [{ id: '1', born: '1971-05-23', secret: 'shown' }],
    },
  },
};

const notes = {
  name: 'notes',
  typeDefs: `${LINK} type Person @key(fields: "id") { id: ID! ${READ} note: String ${PII} }`,
  resolvers: {
    Person: { __resolveReference: ({ id }: { id: string }) => ({ id, note: 'noted' }) },
  },
};

const masks = { 'Person.born': { permission: 'pii', obligation: { kind: 'year' } } };
const CLOSED = { revision: 'closed', roles: { CLERK: ['read'], CHIEF: ['read', 'pii'] }, masks };
const OPENED = { revision: 'opened', roles: { CLERK: ['read', 'pii'], CHIEF: ['read'] }, masks };

const WITHOUT = { id: '1', born: '1971-01-01', secret: null, note: null };
const WITH = { id: '1', born: '1971-05-23', secret: 'shown', note: 'noted' };

/** What a role gets under a revision. */
const EXPECTED: Readonly<Record<string, unknown>> = {
  'CLERK closed': WITHOUT,
  'CHIEF closed': WITH,
  'CLERK opened': WITH,
  'CHIEF opened': WITHOUT,
};

let fixture: Fixture;
let closed: Policy;
let opened: Policy;
let onFetch = (): void => undefined;
beforeAll(async () => {
  const subgraphs = [people, notes];
  fixture = await startFixture({ subgraphs, policy: CLOSED, onFetch: () => onFetch() });
  closed = fixture.gateway.policies.current();
  opened = await fixture.gateway.loadBundle(await bundleOf(OPENED));
});
afterAll(() => fixture.stop());

const QUERY = '{ person { id born secret note } }';

test('200 swaps under concurrent traffic: every answer is of one revision, the one it names', async () => {
  const seen = new Set<string>();
  let swaps = 0;
  let answers = 0;
  const ask = async (role: string): Promise<void> => {
    const { status, body, headers } = await fixture.ask(role, QUERY);
    expect(status).toBe(200);
    const revision = String(headers.get('payscope-policy-revision'));
    expect(body.extensions).toMatchObject({ policy: { revision } });
    expect([`${role} ${revision}`, body.data.person]).toEqual([
      `${role} ${revision}`,
      EXPECTED[`${role} ${revision}`],
    ]);
    expect((body.errors ?? []).length).toBe(body.data.person.note === null ? 2 : 0);
    seen.add(`${role} ${revision}`);
    answers += 1;
  };
  const client = async (role: string): Promise<void> => {
    while (swaps < 200) await ask(role);
  };
  // A fetch is the middle of a request: authorized before it, masked after it.
  onFetch = () => {
    if (swaps >= 200) return;
    fixture.gateway.policies.swap(swaps % 2 === 0 ? opened : closed);
    swaps += 1;
  };
  await Promise.all(['CLERK', 'CHIEF', 'CLERK', 'CHIEF', 'CLERK', 'CHIEF'].map(client));
  onFetch = () => undefined;
  fixture.gateway.policies.swap(closed);
  expect(swaps).toBe(200);
  expect(answers).toBeGreaterThan(50);
  expect(seen).toEqual(new Set(Object.keys(EXPECTED)));
});

test('200 signed bundles under concurrent traffic: no request fails, and no answer is of two', async () => {
  const bundles = await Promise.all([OPENED, CLOSED].map((data) => bundleOf(data)));
  const seen = new Set<string>();
  let isOver = false;
  const client = async (role: string): Promise<void> => {
    while (!isOver) {
      const { status, body, headers } = await fixture.ask(role, QUERY);
      const name = `${role} ${headers.get('payscope-policy-revision')}`;
      expect([status, name, body.data.person]).toEqual([200, name, EXPECTED[name]]);
      seen.add(name);
    }
  };
  const publish = async (): Promise<void> => {
    for (let each = 0; each < 200; each += 1) {
      const signed = await fixture.sign(bundles[each % 2] ?? Buffer.alloc(0));
      const end = await fixture.gateway.accept(signed, { origin: 'publish' });
      expect(end).toMatchObject({ kind: 'accepted', swapped: true });
    }
  };
  const publishing = publish().finally(() => {
    isOver = true;
  });
  await Promise.all([publishing, ...['CLERK', 'CHIEF', 'CLERK'].map(client)]);
  expect(seen).toEqual(new Set(Object.keys(EXPECTED)));
  fixture.gateway.policies.swap(closed);
}, 120_000);

test('a swap between the fetches of a request does not reach it', async () => {
  const { promise: fetching, resolve: reached } = Promise.withResolvers<void>();
  const { promise: swapped, resolve: goOn } = Promise.withResolvers<void>();
  fixture.answer('people', async (_request, response) => {
    reached();
    await swapped;
    const person = { __typename: 'Person', id: '1', born: '1971-05-23', secret: 'shown' };
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ data: { person } }));
  });
  const asking = fixture.ask('CLERK', QUERY);
  await fetching;
  fixture.answer('people', undefined);
  fixture.gateway.policies.swap(opened);
  goOn();
  const answer = await asking;
  fixture.gateway.policies.swap(closed);
  expect(answer.headers.get('payscope-policy-revision')).toBe('closed');
  expect(answer.body.data.person).toEqual(WITHOUT);
});

test('two requests of different principals or tenants with one text are two executions', async () => {
  fixture.fetched.length = 0;
  const query = '{ people { id } }';
  const answers = await Promise.all(
    ['HB', 'CD', 'HB', 'CD'].map((bank) => fixture.ask('CLERK', query, { bank })),
  );
  for (const { status } of answers) expect(status).toBe(200);
  expect(fixture.fetched).toHaveLength(4);
});

/** Texts that differ little, each with its operation names. */
const DOCUMENTS: readonly (readonly [string, readonly string[]])[] = [
  ['query A { person { id born } } query B { person { id secret } }', ['A', 'B']],
  ['query A { person { id secret } } query B { person { id born } }', ['A', 'B']],
  ['query A { person { id born } } query B { person { note } }', ['A', 'B']],
];

const request = fc.record({
  role: fc.constantFrom('CLERK', 'CHIEF'),
  policy: fc.constantFrom('closed', 'opened'),
  document: fc.nat({ max: DOCUMENTS.length - 1 }),
  operation: fc.nat({ max: 1 }),
});

test('requests that differ in role, policy, text or operation never share an entry of a cache', async () => {
  const known = new Map<string, string>();
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 2, maxLength: 6 }), async (requests) => {
      for (const { role, policy, document, operation } of requests) {
        fixture.gateway.policies.swap(policy === 'closed' ? closed : opened);
        const [text, names] = DOCUMENTS[document] ?? ['', []];
        const { body } = await fixture.ask(role, text, { operationName: names[operation] ?? '' });
        const all = EXPECTED[`${role} ${policy}`];
        expect(all).toMatchObject(body.data.person);
        const key = JSON.stringify([role, policy, document, operation]);
        const answer = JSON.stringify(body.data);
        expect(known.get(key) ?? answer).toBe(answer);
        known.set(key, answer);
      }
    }),
    { numRuns: 40 },
  );
  fixture.gateway.policies.swap(closed);
});

test('the same request again is answered from the caches, and they are counted', async () => {
  const hits = (stage: string) =>
    fixture.metric(`payscope_${stage}_cache_lookups_total`, 'result="hit"');
  const stages = ['validate', 'authorize', 'plan', 'policy'];
  await fixture.ask('CLERK', QUERY);
  const before = await Promise.all(stages.map(hits));
  await fixture.ask('CLERK', QUERY);
  expect(await Promise.all(stages.map(hits))).toEqual(before.map((count) => count + 1));
  for (const stage of stages) {
    expect(await fixture.metric(`payscope_${stage}_cache_entries`)).toBeGreaterThan(0);
    expect(await fixture.metric(`payscope_${stage}_cache_size`)).toBeGreaterThan(0);
  }
});
