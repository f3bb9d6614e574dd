/** More of everything: fields, aliases, directives, depth, operations, text. */
import {
  BAD,
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

const OPEN = 'payments { edges { node { account { ';

function aliases(): readonly Hostile[] {
  const { operation } = familyOf('aliases');
  return [
    ...[101, 500, 999].map((count) =>
      operation(
        `${count} of a leaf`,
        `{ bank { ${times(count, (index) => `a${index}: id`)} } }`,
        TOO_COMPLEX,
      ),
    ),
    ...[2_500, 4_500, 10_000].map((count) =>
      operation(
        `${count} of a leaf`,
        `{ bank { ${times(count, (index) => `a${index}: id`)} } }`,
        TOO_LONG,
      ),
    ),
    ...[21, 150, 700].map((count) =>
      operation(
        `${count} of a root field`,
        `{ ${times(count, (index) => `a${index}: bank { id }`)} }`,
        TOO_COMPLEX,
      ),
    ),
    operation(
      'through a fragment, 40 times 3',
      `{ ${times(18, (index) => `r${index}: bank { ...F }`)} } fragment F on Bank { ${times(6, (index) => `a${index}: id`)} }`,
      TOO_COMPLEX,
    ),
    operation(
      'of __typename',
      `{ ${times(300, (index) => `a${index}: __typename`)} }`,
      TOO_COMPLEX,
    ),
    operation(
      'of __schema',
      `{ ${times(30, (index) => `a${index}: __schema { types { name } }`)} }`,
      TOO_COMPLEX,
    ),
  ];
}

function rootFields(): readonly Hostile[] {
  const { operation } = familyOf('root fields');
  return [
    operation('21', `{ ${times(21, (index) => `a${index}: bank { id }`)} }`, TOO_COMPLEX),
    operation(
      'by a fragment',
      `{ ...F ...G } fragment F on Query { ${times(15, (index) => `a${index}: bank { id }`)} } fragment G on Query { ${times(15, (index) => `b${index}: bank { id }`)} }`,
      TOO_COMPLEX,
    ),
    operation(
      'of mutations',
      `mutation { ${times(30, (index) => `a${index}: recordPayments(idempotencyKey: "k", input: { payments: [] }) { replayed }`)} }`,
      TOO_COMPLEX,
      { role: 'SYSTEM' },
    ),
  ];
}

function depth(): readonly Hostile[] {
  const { operation } = familyOf('deep selections');
  const deep = (levels: number) =>
    `{ account(id: 1) { ${nested(levels, OPEN, 'id', ' } } } }')} } }`;
  return [
    ...[4, 5, 10, 24, 25, 100, 800].map((levels) =>
      operation(`${levels * 4 + 2} fields`, deep(levels), TOO_COMPLEX),
    ),
    operation(
      'through fragments',
      `{ account(id: 1) { ...F0 } } ${times(20, (index) => `fragment F${index} on Account { payments { edges { node { account { ${index === 19 ? 'id' : `...F${index + 1}`} } } } } }`)}`,
      TOO_COMPLEX,
    ),
    operation('unbalanced, 90,000 brackets', `{ a ${'{'.repeat(90_000)}`, TOO_COMPLEX),
    operation('of fields there are not', `{ ${nested(60, 'x { ', 'y')} }`, TOO_COMPLEX),
  ];
}

function directives(): readonly Hostile[] {
  const { operation } = familyOf('directives');
  const include = ' @include(if: true)';
  return [
    ...[201, 400].map((count) =>
      operation(`${count} on a field`, `{ bank { id${include.repeat(count)} } }`, TOO_COMPLEX),
    ),
    ...[1_500, 10_000].map((count) =>
      operation(`${count} on a field`, `{ bank { id${include.repeat(count)} } }`, TOO_LONG),
    ),
    operation('2,000 unknown ones', `{ bank { id${' @a'.repeat(2_000)} } }`, TOO_COMPLEX),
    operation('7,000 unknown ones', `{ bank { id${' @a'.repeat(7_000)} } }`, TOO_LONG),
    operation('on the operation', `query${' @a'.repeat(1_000)} { bank { id } }`, TOO_COMPLEX),
    operation(
      'on a variable',
      `query ($a: Int${' @a'.repeat(1_000)}) { bank { id } }`,
      TOO_COMPLEX,
    ),
    operation(
      'on a fragment',
      `{ bank { ...F } } fragment F on Bank${' @a'.repeat(1_000)} { id }`,
      TOO_COMPLEX,
    ),
    operation(
      'on spreads, expanded',
      `{ ${times(15, (index) => `a${index}: bank { ...F }`)} } fragment F on Bank { ${'id @include(if: true) '.repeat(15)} }`,
      TOO_COMPLEX,
    ),
    operation(
      'by one variable, many times',
      `query ($v: Boolean!) { bank { ${'id @include(if: $v) '.repeat(190)} code @skip(if: $v) @skip(if: $v) } }`,
      INVALID,
      { variables: { v: true } },
    ),
    operation(
      'by many variables',
      `query (${times(150, (index) => `$v${index}: Boolean!`)}) { bank { ${times(150, (index) => `a${index}: id @skip(if: $v${index})`)} } }`,
      TOO_COMPLEX,
    ),
  ];
}

function operations(): readonly Hostile[] {
  const { operation, request } = familyOf('many operations');
  const named = (count: number) => times(count, (index) => `query Q${index} { bank { id } }`);
  return [
    operation('301 named', named(301), TOO_COMPLEX, { operationName: 'Q0' }),
    operation('700 named', named(700), TOO_COMPLEX, { operationName: 'Q0' }),
    operation('2,400 named', named(2_400), TOO_LONG, { operationName: 'Q0' }),
    operation('1,000 without a name', '{ bank { id } } '.repeat(1_000), [
      'OPERATION_RESOLUTION_FAILURE',
    ]),
    operation(
      '150 that share fragments',
      `${times(150, (index) => `query Q${index} { bank { ...F } }`)} fragment F on Bank { ${times(99, (index) => `a${index}: id`)} }`,
      TOO_COMPLEX,
      { operationName: 'Q0' },
    ),
    operation('of which none is named', named(2), ['OPERATION_RESOLUTION_FAILURE']),
    operation('and a name of 400,000 characters', named(2), ['OPERATION_RESOLUTION_FAILURE'], {
      operationName: 'Q'.repeat(400_000),
    }),
    operation('and the name __proto__', named(2), ['OPERATION_RESOLUTION_FAILURE'], {
      operationName: '__proto__',
    }),
    operation('and the name constructor', named(2), ['OPERATION_RESOLUTION_FAILURE'], {
      operationName: 'constructor',
    }),
    operation('and a name that is a list', named(2), BAD, { operationName: ['Q0'] }),
    operation('and a name that is an object', named(2), BAD, { operationName: { a: 1 } }),
    operation(
      'only fragments',
      times(200, (index) => `fragment F${index} on Bank { id }`),
      ['OPERATION_RESOLUTION_FAILURE'],
    ),
    operation('a subscription', 'subscription { bank { id } }', INVALID),
    operation('a schema', 'type Query { bank: Int }', ['OPERATION_RESOLUTION_FAILURE']),
    ...[1, 10, 5_000].map((count) =>
      request(
        `a batch of ${count}`,
        { body: `[${times(count, () => '{"query":"{ bank { id } }"}', ',')}]` },
        BAD,
      ),
    ),
    request('an empty batch', { body: '[]' }, BAD),
    request('a batch of batches', { body: '[[{"query":"{ bank { id } }"}]]' }, BAD),
  ];
}

function texts(): readonly Hostile[] {
  const { operation, request } = familyOf('text');
  const bank = '{ bank { id } }';
  return [
    operation(
      'a string of 110,000 characters',
      `{ account(id: "${'x'.repeat(110_000)}") { id } }`,
      TOO_COMPLEX,
    ),
    operation(
      'a block string of 110,000 lines',
      `{ account(id: """${'\n'.repeat(110_000)}""") { id } }`,
      TOO_COMPLEX,
    ),
    operation(
      'a block string full of quotes',
      `{ account(id: """${'\\"""'.repeat(20_000)}""", first: 1) { id } }`,
      INVALID,
    ),
    operation('a block string that never ends', `{ account(id: """${'"" '.repeat(30_000)}`, SYNTAX),
    operation('a string that never ends', `{ account(id: "${'\\"'.repeat(40_000)}`, SYNTAX),
    operation('a comment of 400,000 characters', `#${'x'.repeat(400_000)}\n${bank}`, TOO_COMPLEX),
    operation('49,000 comments', `${'#\n'.repeat(49_000)}${bank}`, TOO_COMPLEX),
    operation('6,000 comments', `${'#\n'.repeat(6_000)}${bank}`, TOO_COMPLEX),
    operation('400,000 commas', `${','.repeat(400_000)}${bank}`, TOO_COMPLEX),
    operation('100,001 byte order marks', `${'\uFEFF'.repeat(100_001)}${bank}`, TOO_COMPLEX),
    operation('a name of 90,000 characters', `{ ${'x'.repeat(90_000)} }`, INVALID),
    operation('a type of 90,000 characters', `{ ... on ${'X'.repeat(90_000)} { id } }`, INVALID),
    operation(
      'a directive of 90,000 characters',
      `{ bank @${'x'.repeat(90_000)} { id } }`,
      INVALID,
    ),
    operation(
      'an enum value of 90,000 characters',
      `{ payments(orderBy: ${'X'.repeat(90_000)}) { pageInfo { endCursor } } }`,
      INVALID,
    ),
    operation(
      'thousands of unknown fields',
      `{ ${times(19, (index) => `bankk${index} accountt${index}`)} ${times(1, () => `bank { ${times(1_500, (index) => `codee${index}`)} }`)} }`,
      TOO_COMPLEX,
    ),
    operation(
      '1,900 unknown fields',
      `{ bank { ${times(1_900, (index) => `codee${index}`)} } }`,
      INVALID,
    ),
    operation('a lone surrogate', '{ account(id: "\\uD800") { id } }', SYNTAX),
    operation('a code point out of range', '{ account(id: "\\u{110000}") { id } }', SYNTAX),
    operation(
      'an escape of 90,000 digits',
      `{ account(id: "\\u{${'0'.repeat(90_000)}41}") { id } }`,
      SYNTAX,
    ),
    operation('an unknown escape', '{ account(id: "\\q") { id } }', SYNTAX),
    operation('a null character', '{ bank\u0000 { id } }', SYNTAX),
    operation('a name in another alphabet', '{ bаnk { id } }', SYNTAX),
    operation('full-width brackets', '｛ bank ｛ id ｝ ｝', SYNTAX),
    operation('a right-to-left override', '{ bank\u202e { id } }', SYNTAX),
    operation('quotes within quotes, 20,000', '"'.repeat(20_000), SYNTAX),
    operation('20,000 ampersands', '&'.repeat(20_000), SYNTAX),
    operation('20,000 spreads of nothing', '{ ...'.repeat(20_000), TOO_COMPLEX),
    operation('nothing', '', BAD),
    operation('a space', ' ', SYNTAX),
    operation('empty braces', '{ }', SYNTAX),
    request(
      'more bytes than are read',
      { body: JSON.stringify({ query: bank, x: 'x'.repeat(600_000) }) },
      TOO_LARGE,
    ),
  ];
}

export const size: readonly Hostile[] = [
  ...aliases(),
  ...rootFields(),
  ...depth(),
  ...directives(),
  ...operations(),
  ...texts(),
];
