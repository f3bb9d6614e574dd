import { buildSchema, GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { type Asked, createStages, DENY, MASK } from '../../test/support/stages.ts';
import { createMaskKeys } from '../policy/index.ts';
import { authorize } from './authorize.ts';
import { mask } from './mask.ts';

const stages = createStages(
  buildSchema(`
  type Query { thing: Thing node: Node first: String second: String }
  type Mutation { change: Thing other: Thing }
  interface Node { id: ID secret: String }
  type Thing implements Node { id: ID secret: String name: String born: String must: String! }
  type Other implements Node { id: ID secret: String }
`),
);

const fault = (code: string) => new GraphQLError('An error.', { extensions: { code } });
const FAULT = fault('SUBGRAPH_UNAVAILABLE');
const MISTAKE = fault('BAD_USER_INPUT');
const SECRET = { 'Thing.secret': DENY };
const ROOTS = { 'Query.first': DENY, 'Query.second': DENY };
const OK = { outcome: 'ALLOWED', status: undefined, withheld: [], filtered: [] };

interface MaskCase extends Asked {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLError[];
  readonly secret?: string;
}

async function masked(source: string, given: MaskCase) {
  const { data = null, errors = [], secret = 'a secret', ...asked } = given;
  const deps = { ...stages.deps(), maskKeys: createMaskKeys(secret) };
  const authorization = authorize(deps, stages.valid(source, asked));
  const planned = { priced: { authorization, cost: 0 }, planKey: '' };
  const { valid: _, ...result } = await mask(deps, { planned, data, errors });
  return {
    ...result,
    errors: result.errors.map(({ extensions }) => extensions.coordinate ?? extensions.code),
  };
}

const maskCases: readonly (readonly [string, string, MaskCase, object])[] = [
  [
    'all that was asked for',
    '{ first }',
    { data: { first: 'a' } },
    { ...OK, data: { first: 'a' }, errors: [] },
  ],
  ['nothing, of what is nothing', '{ first }', { data: { first: null } }, { ...OK, errors: [] }],
  [
    'null and an error for what is denied',
    '{ thing { id secret } }',
    { rules: SECRET, data: { thing: { id: '1' } } },
    {
      ...OK,
      ...{ outcome: 'PARTIAL', withheld: ['Thing.secret'], errors: ['Thing.secret'] },
      data: { thing: { id: '1', secret: null } },
    },
  ],
  [
    'nothing but denials',
    '{ second first }',
    { rules: ROOTS, data: {} },
    {
      ...{ outcome: 'REFUSED', status: 403, withheld: ['Query.first', 'Query.second'] },
      ...{ errors: ['Query.second', 'Query.first'], data: { second: null, first: null } },
    },
  ],
  [
    'one of two roots',
    '{ first second }',
    { rules: { 'Query.first': DENY }, data: { second: 'b' } },
    { outcome: 'PARTIAL', status: undefined, data: { first: null, second: 'b' } },
  ],
  [
    'one of two mutations',
    'mutation { change { id } other { id } }',
    { rules: { 'Mutation.other': DENY }, data: { change: { id: '1' } } },
    { outcome: 'PARTIAL', status: undefined, errors: ['Mutation.other'] },
  ],
  [
    '__typename beside a denied root',
    '{ __typename first }',
    { rules: ROOTS, data: {} },
    { outcome: 'PARTIAL', data: { __typename: 'Query', first: null } },
  ],
  [
    'only roots that hold a denial',
    '{ thing { secret } }',
    { rules: SECRET, data: { thing: {} } },
    { outcome: 'PARTIAL', status: undefined },
  ],
  [
    'no root, all being skipped',
    '{ first @skip(if: true) }',
    { rules: ROOTS, data: {} },
    { ...OK, data: {}, errors: [] },
  ],
  [
    'a parent that a denied field takes down',
    '{ thing { must } }',
    { rules: { 'Thing.must': DENY }, data: { thing: {} } },
    { outcome: 'PARTIAL', data: { thing: null }, errors: ['Thing.must'] },
  ],
  [
    'an object of a denied type as null',
    '{ node { id } second }',
    {
      rules: { Other: DENY },
      data: { node: { __payscope_typename: 'Other', id: '1' }, second: 'b' },
    },
    {
      outcome: 'PARTIAL',
      data: { node: null, second: 'b' },
      withheld: ['Other'],
      errors: ['Other'],
    },
  ],
  [
    'an object of another type beside one that is denied',
    '{ node { id } }',
    {
      rules: { Other: DENY },
      data: { node: { __payscope_typename: 'Thing', id: '1' } },
    },
    { ...OK, data: { node: { id: '1' } }, errors: [] },
  ],
  [
    'a masked value, which is no denial',
    '{ thing { born } }',
    { rules: { 'Thing.born': MASK }, data: { thing: { born: '1950-05-06' } } },
    { ...OK, data: { thing: { born: '1950-01-01' } }, errors: [] },
  ],
  [
    'introspection beside what was fetched',
    '{ __type(name: "Thing") { name } first }',
    { data: { first: 'a' } },
    { ...OK, data: { __type: { name: 'Thing' }, first: 'a' } },
  ],
  [
    'the response keys asked for',
    '{ thing { id: name } }',
    { data: { thing: { __payscope_as_id: 'n', __typename: 'Thing' } } },
    { ...OK, data: { thing: { id: 'n' } } },
  ],
  [
    'in mode filter a list in place of errors',
    '{ thing { id secret } }',
    { rules: SECRET, mode: 'filter', data: { thing: { id: '1' } }, errors: [MISTAKE] },
    {
      ...{ outcome: 'PARTIAL', withheld: ['Thing.secret'], errors: ['BAD_USER_INPUT'] },
      filtered: [
        { path: ['thing', 'secret'], coordinate: 'Thing.secret', reasonCode: 'MISSING_PERMISSION' },
      ],
    },
  ],
  [
    'a fault',
    '{ first }',
    { data: { first: null }, errors: [FAULT] },
    { outcome: 'FAILED', status: 503 },
  ],
  [
    'a fault beside data',
    '{ first second }',
    { data: { first: null, second: 'b' }, errors: [FAULT] },
    { outcome: 'FAILED', status: undefined, data: { first: null, second: 'b' } },
  ],
  [
    'a fault beside a denial, denials first',
    '{ first second }',
    { rules: { 'Query.first': DENY }, data: { second: null }, errors: [FAULT] },
    { outcome: 'FAILED', status: undefined, errors: ['Query.first', 'SUBGRAPH_UNAVAILABLE'] },
  ],
  [
    "the client's mistake",
    '{ first }',
    { data: null, errors: [MISTAKE] },
    { outcome: 'REFUSED', status: 400 },
  ],
  [
    "the client's mistake, of which null is left",
    '{ first second }',
    { data: { first: null, second: null }, errors: [MISTAKE] },
    { outcome: 'REFUSED', status: 400 },
  ],
  [
    "the client's mistake beside data",
    '{ first second }',
    { data: { first: null, second: 'b' }, errors: [MISTAKE] },
    { ...OK, errors: ['BAD_USER_INPUT'] },
  ],
  [
    'a mistake and a fault',
    '{ first }',
    { errors: [MISTAKE, FAULT] },
    { outcome: 'FAILED', status: 400 },
  ],
];

test.each(maskCases)('what comes out: %s', async (_, source, given, expected) => {
  const result = await masked(source, given);
  expect(result.data === null ? result : { ...result, data: { ...result.data } }).toMatchObject(
    expected,
  );
});

test('where nothing is withheld or renamed the data is handed on as it came', async () => {
  const data = { first: 'a' };
  expect((await masked('{ first }', { data })).data).toBe(data);
});

test('a hash keeps equal values equal, within a bank and under one secret', async () => {
  const rules = { 'Thing.name': { ...MASK, obligation: { kind: 'hash' } } };
  const hashOf = async (name: string, bank = 'HB', secret?: string) => {
    const asked = { rules, bank, data: { thing: { name } }, ...(secret ? { secret } : {}) };
    return (await masked('{ thing { name } }', asked)).data?.thing;
  };
  const alice = await hashOf('Alice');
  expect(alice).toEqual({ name: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await hashOf('Alice')).toEqual(alice);
  expect(await hashOf('Bob')).not.toEqual(alice);
  expect(await hashOf('Alice', 'AB')).not.toEqual(alice);
  expect(await hashOf('Alice', 'HB', 'another secret')).not.toEqual(alice);
});
