/** Small operations that would be much work: introspection, cost, and wide abstract types. */
import { familyOf, type Hostile, nested, TOO_COMPLEX, TOO_COSTLY, times } from '../hostile.ts';

function introspection(): readonly Hostile[] {
  const { operation } = familyOf('introspection');
  const deep = (levels: number) =>
    `{ __schema { types { ${nested(levels, 'fields { type { ', 'name', ' } }')} } } }`;
  const arguments_ = (levels: number) =>
    `{ __type(name: "Query") { ${nested(levels, 'fields { args { type { ', 'name', ' } } }')} } }`;
  return [
    ...[3, 4, 6, 20, 500].map((levels) =>
      operation(`types, fields, ${levels} times`, deep(levels), TOO_COMPLEX),
    ),
    ...[2, 5, 20].map((levels) =>
      operation(`fields, arguments, ${levels} times`, arguments_(levels), TOO_COMPLEX),
    ),
    ...['possibleTypes', 'interfaces'].map((list) =>
      operation(
        `${list} of ${list}`,
        `{ __schema { types { ${nested(4, `${list} { `, 'name', ' }')} } } }`,
        TOO_COMPLEX,
      ),
    ),
    operation(
      'input fields of input fields',
      `{ __schema { types { ${nested(4, 'inputFields { type { ', 'name', ' } }')} } } }`,
      TOO_COMPLEX,
    ),
    operation(
      'ofType 30 times',
      `{ __type(name: "Query") { fields { type { ${nested(30, 'ofType { ', 'name')} } } } }`,
      TOO_COMPLEX,
    ),
    operation(
      'through fragments',
      `{ __schema { types { ...T0 } } } ${times(8, (index) => `fragment T${index} on __Type { fields { type { ${index === 7 ? 'name' : `...T${index + 1}`} } } }`)}`,
      TOO_COMPLEX,
    ),
    operation(
      'many names of a wide answer',
      `{ __schema { types { fields { type { fields { ${times(99, (index) => `a${index}: name`)} } } } } } }`,
      TOO_COMPLEX,
    ),
    operation(
      'every type, ten times',
      `{ ${times(19, (index) => `a${index}: __schema { types { name fields { name args { name description type { name } } type { name kind ofType { name } } } enumValues { name } } }`)} }`,
      TOO_COMPLEX,
    ),
    operation('beside data', `{ bank { id } ${deep(4).slice(1)}`, TOO_COMPLEX),
    operation('under a skip', `{ bank { id } ... @skip(if: true) ${deep(4)} }`, TOO_COMPLEX),
  ];
}

function costly(): readonly Hostile[] {
  const { operation } = familyOf('cost');
  const page = (first: string, inner: string) =>
    `accounts(first: ${first}) { edges { node { payments(first: ${first}) { edges { node { ${inner} } } } } } }`;
  const pages = `{ ${page('200', 'id')} }`;
  return [
    operation('pages of pages', pages, TOO_COSTLY),
    operation(
      'pages of pages of pages',
      `{ ${page('200', 'account { payments(first: 200) { edges { node { id } } } }')} }`,
      TOO_COSTLY,
    ),
    operation('by a variable', `query ($n: Int) { ${page('$n', 'id')} }`, TOO_COSTLY, {
      variables: { n: 200 },
    }),
    operation('by a default', `query ($n: Int = 200) { ${page('$n', 'id')} }`, TOO_COSTLY),
    operation(
      "by the schema's defaults",
      '{ accounts { edges { node { payments { edges { node { account { payments { edges { node { id } } } } } } } } } } }',
      TOO_COSTLY,
    ),
    operation(
      'by null',
      '{ accounts(first: null) { edges { node { payments(first: null) { edges { node { account { loans { id } holders { id } } } } } } } } }',
      TOO_COSTLY,
    ),
    operation(
      'through fragments',
      `{ ...A } fragment A on Query { accounts(first: 200) { ...B } } fragment B on AccountConnection { edges { node { ...C } } } fragment C on Account { payments(first: 200) { edges { node { id } } } }`,
      TOO_COSTLY,
    ),
    operation(
      'through inline fragments',
      `{ accounts(first: 200) { ... { edges { ... { node { ... on Account { payments(first: 200) { ... { edges { node { id } } } } } } } } } } }`,
      TOO_COSTLY,
    ),
    operation(
      'under aliases',
      `{ ${times(19, (index) => `a${index}: accounts(first: 200) { edges { node { holders { id } loans { id } } } }`)} }`,
      TOO_COSTLY,
    ),
    operation(
      'a page past what is served',
      '{ payments(first: 2147483647) { edges { node { id } } } }',
      TOO_COSTLY,
    ),
    operation(
      'pages of relations',
      '{ accounts(first: 200) { edges { node { counterparties(first: 200) { bank } } } } }',
      TOO_COSTLY,
    ),
    operation(
      'pages of statistics',
      '{ accounts(first: 200) { edges { node { describe(metric: PAYMENT_AMOUNT) { count } } } } }',
      TOO_COSTLY,
    ),
    operation(
      'the chain, twenty times',
      `{ ${times(20, (index) => `a${index}: verifyAudit { intact }`)} accounts(first: 200) { edges { node { payments(first: 20) { edges { cursor } } } } } }`.replace(
        'a19: verifyAudit { intact } ',
        '',
      ),
      TOO_COSTLY,
    ),
    operation(
      'a batch too large',
      'mutation ($i: RecordPaymentsInput!) { recordPayments(idempotencyKey: "k", input: $i) { replayed } }',
      TOO_COSTLY,
      {
        role: 'SYSTEM',
        variables: { i: { payments: Array.from({ length: 2_050 }, () => PAYMENT) } },
      },
    ),
  ];
}

const PAYMENT = {
  ...{ reference: 'r', accountNumber: '1', minorUnits: 1, currency: 'CZK' },
  ...{ direction: 'CREDIT', channel: 'CASH_DEPOSIT', valueDate: '1998-01-01' },
};

/** Members of the wide schema's union and implementers of its interface. */
export const MEMBERS = 500;

function abstractTypes(): readonly Hostile[] {
  const { operation } = familyOf('wide abstract types');
  const wide = { schema: 'wide' } as const;
  const on = (from: number, to: number, body: (index: number) => string) =>
    times(to - from, (index) => `... on M${from + index} { ${body(from + index)} }`);
  return [
    operation(
      'all members, one field',
      `{ any { ${on(0, MEMBERS, () => 'id')} } }`,
      TOO_COMPLEX,
      wide,
    ),
    operation(
      'all members, many fields',
      `{ any { ${on(0, 150, () => 'id name next { id } x: id y: name')} } }`,
      TOO_COMPLEX,
      wide,
    ),
    operation(
      'members of members',
      `{ any { ${on(0, 30, () => `next { ${on(0, 30, () => 'id')} }`)} } }`,
      TOO_COMPLEX,
      wide,
    ),
    operation(
      'the interface inside itself',
      `{ node { ${nested(20, 'next { ', 'id', ' }')} } }`,
      TOO_COMPLEX,
      wide,
    ),
    operation(
      'the interface, by each member',
      `{ node { ${nested(8, 'next { id ... on M0 { id } ... on M1 { name } ', 'id', ' }')} ${on(0, 300, () => 'id name')} } }`,
      TOO_COMPLEX,
      wide,
    ),
    operation(
      'the union in the interface, 1,000 times',
      `{ node { ${'... on Any { ... on Node { id } } '.repeat(600)} } }`,
      TOO_COMPLEX,
      wide,
    ),
    operation(
      'lists of lists',
      `{ nodes { nodes { nodes { id ${on(0, 20, () => 'name')} } } } }`,
      TOO_COSTLY,
      wide,
    ),
    operation(
      'bombs on members',
      `{ node { ...F0 } } ${times(12, (index) => `fragment F${index} on Node { ${index === 11 ? 'id' : `next { ...F${index + 1} } ... on M${index} { next { ...F${index + 1} } }`} }`)}`,
      TOO_COMPLEX,
      wide,
    ),
  ];
}

export const work: readonly Hostile[] = [...introspection(), ...costly(), ...abstractTypes()];
