/** Variables and literals: deep, many, large, or named like something inside JavaScript. */
import {
  BAD,
  BAD_INPUT,
  familyOf,
  type Hostile,
  INVALID,
  nested,
  SYNTAX,
  TOO_COMPLEX,
  TOO_LARGE,
  TOO_LONG,
  times,
} from '../hostile.ts';

const ID = 'query ($id: ID!) { account(id: $id) { id } }';
const FILTER = 'query ($f: PaymentFilter) { payments(filter: $f) { pageInfo { endCursor } } }';
const RECORD =
  'mutation ($i: RecordPaymentsInput!) { recordPayments(idempotencyKey: "k", input: $i) { replayed } }';

const bodyWith = (query: string, variables: string) =>
  `{"query":${JSON.stringify(query)},"variables":${variables}}`;

function deepJson(): readonly Hostile[] {
  const { request } = familyOf('deep JSON');
  return [
    ...[60, 1_000, 10_000, 100_000].flatMap((depth) => [
      request(
        `lists ${depth} deep`,
        { body: bodyWith(ID, `{"id":${nested(depth, '[', '1', ']')}}`) },
        BAD,
      ),
      request(
        `objects ${depth} deep`,
        { body: bodyWith(ID, `{"id":${nested(Math.min(depth, 80_000), '{"a":', '1')}}`) },
        BAD,
      ),
    ]),
    request(
      'in a variable nothing declares',
      { body: bodyWith('{ bank { id } }', `{"x":${nested(10_000, '[', '', ']')}}`) },
      BAD,
    ),
    request(
      'beside the query',
      { body: `{"query":"{ bank { id } }","x":${nested(10_000, '[', '', ']')}}` },
      BAD,
    ),
    request(
      'in extensions',
      { body: `{"query":"{ bank { id } }","extensions":${nested(10_000, '{"a":', '1')}}` },
      BAD,
    ),
    request(
      'that never ends',
      { body: `{"query":"{ bank { id } }","variables":${'['.repeat(400_000)}` },
      BAD,
    ),
    request(
      'within what is read, too deep for variables',
      { body: bodyWith(ID, `{"id":${nested(35, '[', '1', ']')}}`) },
      BAD_INPUT,
    ),
    request(
      'by GET',
      {
        method: 'GET',
        url: `/graphql?query=${encodeURIComponent('{bank{id}}')}&variables=${encodeURIComponent(`{"x":${nested(500, '[', '', ']')}}`)}`,
        headers: { 'apollo-require-preflight': '1' },
      },
      BAD_INPUT,
    ),
  ];
}

function manyValues(): readonly Hostile[] {
  const { operation, request } = familyOf('many values');
  const list = (count: number, item: string) => `[${times(count, () => item, ',')}]`;
  return [
    operation('a list for an id', ID, BAD_INPUT, {
      variables: { id: Array.from({ length: 14_000 }, () => 1) },
    }),
    request('a list of 200,000', { body: bodyWith(ID, `{"id":${list(200_000, '1')}}`) }, BAD),
    request(
      'a batch of 14,000 numbers',
      { body: bodyWith(RECORD, `{"i":{"payments":${list(14_000, '1')}}}`) },
      BAD_INPUT,
    ),
    request(
      'a batch of 14,000 empty payments',
      { body: bodyWith(RECORD, `{"i":{"payments":${list(14_000, '{}')}}}`) },
      BAD_INPUT,
    ),
    request(
      'a batch of 14,000 nulls',
      { body: bodyWith(RECORD, `{"i":{"payments":${list(14_000, 'null')}}}`) },
      BAD_INPUT,
    ),
    request(
      'a string of 600,000 characters',
      { body: bodyWith(ID, `{"id":"${'x'.repeat(600_000)}"}`) },
      TOO_LARGE,
    ),
    operation(
      '10,000 variables declared',
      `query (${times(10_000, (index) => `$v${index}: Int`)}) { bank { id } }`,
      TOO_LONG,
    ),
    operation(
      '1,100 variables nothing uses',
      `query (${times(1_100, (index) => `$v${index}: Int`)}) { bank { id } }`,
      INVALID,
    ),
    operation(
      '1,100 variables of one name',
      `query (${times(1_100, () => '$v: Int')}) { bank { id } }`,
      INVALID,
    ),
    operation('variables in a filter, unknown fields', FILTER, BAD_INPUT, {
      variables: {
        f: Object.fromEntries(Array.from({ length: 14_000 }, (_, index) => [`k${index}`, index])),
      },
    }),
    operation('10,000 variables nothing declares, one missing', ID, BAD_INPUT, {
      variables: Object.fromEntries(
        Array.from({ length: 10_000 }, (_, index) => [`v${index}`, index]),
      ),
    }),
    operation('variables that are a list', ID, BAD, { variables: [1] }),
    operation('variables that are text', ID, BAD, { variables: '{"id":"' }),
    operation('variables that are a number', ID, BAD, { variables: 1 }),
  ].map((each) => (each.name.startsWith('a batch') ? { ...each, role: 'SYSTEM' } : each));
}

function literals(): readonly Hostile[] {
  const { operation } = familyOf('literals');
  return [
    ...[110, 1_000, 5_000].flatMap((depth) => [
      operation(
        `a list ${depth} deep`,
        `{ account(id: ${nested(depth, '[', '1', ']')}) { id } }`,
        TOO_COMPLEX,
      ),
      operation(
        `an object ${depth} deep`,
        `{ payments(filter: ${nested(depth, '{ a: ', '1')}) { pageInfo { endCursor } } }`,
        TOO_COMPLEX,
      ),
    ]),
    operation(
      'a default 1,000 deep',
      `query ($a: ID = ${nested(1_000, '[', '1', ']')}) { bank { id } }`,
      TOO_COMPLEX,
    ),
    operation(
      'a directive argument 1,000 deep',
      `{ bank @include(if: ${nested(1_000, '[', '1', ']')}) { id } }`,
      TOO_COMPLEX,
    ),
    operation('a list of 4,000', `{ account(id: [${'1 '.repeat(4_000)}]) { id } }`, INVALID),
    operation('a list of 14,000', `{ account(id: [${'1 '.repeat(14_000)}]) { id } }`, TOO_LONG),
    operation(
      'an object of 1,200 unknown fields',
      `{ payments(filter: { ${times(1_200, (index) => `k${index}: 1`)} }) { pageInfo { endCursor } } }`,
      INVALID,
    ),
    operation(
      'one input field 1,200 times',
      `{ payments(filter: { ${'direction: CREDIT '.repeat(1_200)} }) { pageInfo { endCursor } } }`,
      INVALID,
    ),
    operation(
      'one argument 1,200 times',
      `{ payments(${'first: 1 '.repeat(1_200)}) { pageInfo { endCursor } } }`,
      INVALID,
    ),
  ];
}

function numbers(): readonly Hostile[] {
  const { operation, request } = familyOf('numbers');
  const first = (value: string) => `{ payments(first: ${value}) { pageInfo { endCursor } } }`;
  const sized = 'query ($n: Int) { payments(first: $n) { pageInfo { endCursor } } }';
  return [
    ...[
      '99999999999',
      '-99999999999',
      '1e309',
      '1.5',
      '"1"',
      'true',
      '9'.repeat(50_000),
      `1e${'9'.repeat(50_000)}`,
    ].map((value) => operation(`the literal ${value.slice(0, 20)}`, first(value), INVALID)),
    ...['01', '0x10', '1.', '.5', '1e', '+1', '--1', '1_000', '٣'].map((value) =>
      operation(`the literal ${value}`, first(value), SYNTAX),
    ),
    ...['99999999999', '1e309', '-1e309', '1.5', '"1"', '[1]', '{}', 'true'].map((value) =>
      request(`the variable ${value}`, { body: bodyWith(sized, `{"n":${value}}`) }, BAD_INPUT),
    ),
    ...['NaN', 'Infinity', '01', '1.', '0x1'].map((value) =>
      request(`the variable ${value}`, { body: bodyWith(sized, `{"n":${value}}`) }, BAD),
    ),
  ];
}

function innerNames(): readonly Hostile[] {
  const { operation, request } = familyOf('inner names');
  const names = ['__proto__', 'constructor', 'prototype'];
  return [
    ...names.flatMap((name) => [
      operation(`${name} as an alias`, `{ ${name}: bank { id } }`, INVALID),
      operation(`${name} as an inner alias`, `{ bank { ${name}: id } }`, INVALID),
      operation(
        `${name} as an alias in a fragment`,
        `{ bank { ...F } } fragment F on Bank { ${name}: code }`,
        INVALID,
      ),
      operation(
        `${name} as a variable`,
        `query ($${name}: ID!) { account(id: $${name}) { id } }`,
        INVALID,
        { variables: { [name]: '1' } },
      ),
      operation(`${name} as a field`, `{ ${name} }`, INVALID),
      operation(`${name} as a type`, `{ ... on ${name} { id } }`, INVALID),
      operation(`${name} as a directive`, `{ bank @${name} { id } }`, INVALID),
      operation(`${name} as an argument`, `{ bank(${name}: 1) { id } }`, INVALID),
      operation(
        `${name} as an input field`,
        `{ payments(filter: { ${name}: 1 }) { pageInfo { endCursor } } }`,
        INVALID,
      ),
      operation(
        `${name} as an enum value`,
        `{ payments(orderBy: ${name}) { pageInfo { endCursor } } }`,
        INVALID,
      ),
      operation(`${name} as a fragment there is not`, `{ bank { ...${name} } }`, INVALID),
    ]),
    ...['toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', '__lookupSetter__'].map(
      (name) => operation(`${name} as a field`, `{ bank { ${name} } }`, INVALID),
    ),
    operation('the key the gateway adds itself', '{ bank { __payscope_typename: id } }', INVALID),
    request(
      '__proto__ for the variables',
      { body: `{"query":${JSON.stringify(ID)},"__proto__":{"variables":{"id":"1"}}}` },
      BAD_INPUT,
    ),
    request(
      '__proto__ in the variables',
      { body: bodyWith(ID, '{"__proto__":{"id":"1"}}') },
      BAD_INPUT,
    ),
    request(
      'constructor in the variables',
      { body: bodyWith(ID, '{"constructor":{"prototype":{"id":"1"}}}') },
      BAD_INPUT,
    ),
    request(
      '__proto__ by an escape',
      { body: bodyWith(ID, '{"\\u005f\\u005fproto\\u005f\\u005f":{"id":"1"}}') },
      BAD_INPUT,
    ),
    request(
      '14,000 times __proto__',
      { body: bodyWith(ID, `{${times(14_000, () => '"__proto__":1', ',')}}`) },
      BAD_INPUT,
    ),
    request('__proto__ for the query', { body: '{"__proto__":{"query":"{ bank { id } }"}}' }, BAD),
    operation('constructor in a filter', FILTER, BAD_INPUT, {
      variables: { f: { constructor: 1 } },
    }),
  ];
}

export const values: readonly Hostile[] = [
  ...deepJson(),
  ...manyValues(),
  ...literals(),
  ...numbers(),
  ...innerNames(),
];
