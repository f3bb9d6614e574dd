/** Rules on interfaces and on their implementers, and every way from one to the other. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, LINK, startFixture } from '../support/fixture-gateway.ts';

const OPEN = '@policy(policies: [["open"]])';
const SEAL = '@policy(policies: [["seal"]])';

const implementer = (name: string) => `type ${name} implements Record @key(fields: "id") {
  id: ID! ${OPEN} note: String ${OPEN} sealed: String ${SEAL} }`;

const post = {
  name: 'post',
  typeDefs: `${LINK}
    interface Record { id: ID! note: String sealed: String }
    ${implementer('Letter')} ${implementer('Parcel')}
    type Query { records: [Record!] ${OPEN} letter: Letter ${OPEN} }`,
  resolvers: { Query: { records: () => [record('Letter'), record('Parcel')], letter } },
};

function record(type: string) {
  return { __typename: type, id: type, note: 'the note', sealed: 'the sealed' };
}

function letter() {
  return record('Letter');
}

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({
    subgraphs: [post],
    // Composition refuses rules on interfaces today and derives them from the implementers;
    // before, it wrote down what it found: here a stricter rule, and a laxer one.
    edit: (sdl) =>
      sdl
        .replace(/(interface Record[^{]*\{[^}]*?note: String)/, `$1 ${SEAL}`)
        .replace(/(interface Record[^{]*\{[^}]*?sealed: String)[^\n]*/, `$1 ${OPEN}`),
    policy: { roles: { CLERK: ['open'], CHIEF: ['open', 'seal'] } },
  });
});
afterAll(() => fixture.stop());

/** Each selects FIELD of records under the response key x. */
const PATHS: readonly (readonly [string, string])[] = [
  ['directly', '{ records { x: FIELD } }'],
  ['by inline fragments', '{ records { ... on Letter { x: FIELD } ... on Parcel { x: FIELD } } }'],
  [
    'by a named fragment on an implementer',
    '{ records { ...L } } fragment L on Letter { x: FIELD }',
  ],
  [
    'by a named fragment on the interface',
    '{ records { ...R } } fragment R on Record { x: FIELD }',
  ],
  [
    'by the interface inside an implementer',
    '{ records { ... on Letter { ... on Record { x: FIELD } } } }',
  ],
  ['by a field that returns the implementer', '{ letter { x: FIELD } }'],
  [
    'by a fragment that is included',
    '{ letter { ... on Record @include(if: true) { x: FIELD } } }',
  ],
];

async function expectDecidedEverywhere(field: string, query: string): Promise<void> {
  const operation = query.replaceAll('FIELD', field);
  fixture.fetched.length = 0;
  const denied = await fixture.ask('CLERK', operation);
  expect(JSON.stringify(denied.body.data)).not.toContain(`the ${field}`);
  expect(fixture.fetched.map((each) => each.query).join()).not.toContain(field);
  expect(new Set(denied.body.errors?.map(({ extensions }) => extensions.code))).toEqual(
    new Set(['UNAUTHORIZED_FIELD_OR_TYPE']),
  );
  const allowed = await fixture.ask('CHIEF', operation);
  expect(allowed.body.errors).toBeUndefined();
  expect(JSON.stringify(allowed.body.data)).toContain(`the ${field}`);
}

test.each(PATHS)(
  'GHSA-mx7m-j9xf-62hw: a rule on an interface field holds for its implementers, asked %s',
  async (_, query) => expectDecidedEverywhere('note', query),
);

test.each(PATHS)(
  'GHSA-x33c-7c2v-mrj9: a rule that all implementers share holds on each, asked %s',
  async (_, query) => expectDecidedEverywhere('sealed', query),
);

test('GHSA-x33c-7c2v-mrj9: a rule of one implementer leaves the others alone', async () => {
  const answer = await fixture.ask('CLERK', '{ records { __typename id x: note y: sealed } }');
  expect(answer.body.data.records).toEqual([
    { __typename: 'Letter', id: 'Letter', x: null, y: null },
    { __typename: 'Parcel', id: 'Parcel', x: null, y: null },
  ]);
});
