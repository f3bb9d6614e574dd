/** Fragments that multiply, go round, or must be compared with one another. */
import {
  familyOf,
  type Hostile,
  INVALID,
  nested,
  TOO_COMPLEX,
  TOO_LONG,
  times,
} from '../hostile.ts';

const LEVELS = [11, 14, 18, 24, 40, 200];

/** Each level spreads the next twice: 2^n fields. */
function bomb(
  levels: number,
  body: (next: string) => string,
  on = 'Account',
  start = 'account(id: 1)',
) {
  const fragments = times(levels, (level) => {
    const next = level + 1 === levels ? 'id' : `...F${level + 1}`;
    return `fragment F${level} on ${on} { ${body(next)} }`;
  });
  return `{ ${start} { ...F0 } } ${fragments}`;
}

const BOMBS: readonly (readonly [string, (next: string) => string])[] = [
  ['spread twice', (next) => `${next} ${next}`],
  ['inside inline fragments', (next) => `... { ${next} } ... on Account { ${next} }`],
  ['under aliases', (next) => `a: bank { id } b: bank { id } ${next} ${next}`],
  ['spread with directives', (next) => `id ... @include(if: true) { ${next} } ${next} ${next}`],
  [
    'through fields',
    (next) =>
      `a: payments { edges { node { account { ${next} } } } } b: payments { edges { node { account { ${next} } } } }`,
  ],
];

function bombs(): readonly Hostile[] {
  const { operation } = familyOf('fragment bombs');
  return [
    ...BOMBS.flatMap(([name, body]) =>
      LEVELS.map((levels) => operation(`2^${levels}, ${name}`, bomb(levels, body), TOO_COMPLEX)),
    ),
    ...[8, 12, 50].map((levels) =>
      operation(
        `5^${levels}`,
        bomb(levels, (next) => `${next} `.repeat(5)),
        TOO_COMPLEX,
      ),
    ),
    operation(
      'of types',
      bomb(
        30,
        (next) =>
          `a: fields { type { name } } ${next.replace('id', 'name')} ${next.replace('id', 'name')}`,
        '__Type',
        '__type(name: "Account")',
      ),
      TOO_COMPLEX,
    ),
    operation(
      'that ends in a fragment there is not',
      bomb(30, (next) => `${next.replace('id', '...Gone')} ${next.replace('id', '...Gone')}`),
      TOO_COMPLEX,
    ),
    operation(
      'that nothing spreads',
      `{ bank { id } } ${bomb(30, (next) => `${next} ${next}`).slice('{ account(id: 1) { ...F0 } }'.length)}`,
      TOO_COMPLEX,
    ),
    operation(
      'in an operation that is not run',
      `query A { bank { id } } query B ${bomb(30, (next) => `${next} ${next}`)}`,
      TOO_COMPLEX,
      { operationName: 'A' },
    ),
  ];
}

function circles(): readonly Hostile[] {
  const { operation } = familyOf('circular fragments');
  const ring = (count: number, before = '', after = '') =>
    `{ bank { ...F0 } } ${times(count, (index) => `fragment F${index} on Bank { ${before}...F${(index + 1) % count}${after} }`)}`;
  return [
    operation('of itself', ring(1), INVALID),
    ...[2, 3, 50, 250].map((count) => operation(`of ${count}`, ring(count), INVALID)),
    operation('through an inline fragment', ring(3, '... on Bank { ', ' }'), INVALID),
    operation(
      'through a field',
      '{ account(id: 1) { ...F } } fragment F on Account { payments { edges { node { account { ...F } } } } }',
      INVALID,
    ),
    operation('that nothing spreads', '{ bank { id } } fragment F on Bank { ...F }', INVALID),
    operation(
      'that double',
      '{ bank { ...A } } fragment A on Bank { ...B ...B } fragment B on Bank { ...A ...A }',
      INVALID,
    ),
    operation(
      'all with all',
      `{ bank { ...F0 } } ${times(40, (index) => `fragment F${index} on Bank { ${times(40, (other) => `...F${other}`)} }`)}`,
      INVALID,
    ),
    operation(
      'behind a skip',
      '{ bank { ...F } } fragment F on Bank { id ...F @skip(if: true) }',
      INVALID,
    ),
  ];
}

function inlineFragments(): readonly Hostile[] {
  const { operation } = familyOf('nested inline fragments');
  return [110, 500, 2_000, 4_000].flatMap((depth) => [
    operation(`${depth} deep`, `{ bank ${nested(depth, '{ ... ', '{ id }')} }`, TOO_COMPLEX),
    operation(
      `${depth} deep on a type`,
      `{ bank ${nested(depth, '{ ... on Bank ', '{ id }')} }`,
      TOO_COMPLEX,
    ),
    operation(
      `${depth} deep with a directive`,
      `{ bank ${nested(depth, '{ ... @include(if: true) ', '{ id }')} }`,
      TOO_COMPLEX,
    ),
  ]);
}

function overlaps(): readonly Hostile[] {
  const { operation } = familyOf('overlapping fields');
  const many = (count: number, text: string) => `${text} `.repeat(count);
  const fragments = (count: number, body: (index: number) => string) =>
    times(count, (index) => `fragment F${index} on Account { ${body(index)} }`);
  const spreads = (count: number) => times(count, (index) => `...F${index}`);
  return [
    ...[250, 1_000, 1_900].map((count) =>
      operation(`one field ${count} times`, `{ bank { ${many(count, 'id')} } }`, TOO_COMPLEX),
    ),
    ...[2_100, 5_000, 10_000].map((count) =>
      operation(`one field ${count} times`, `{ bank { ${many(count, 'id')} } }`, TOO_LONG),
    ),
    operation('__typename 10,000 times', `{ ${many(10_000, '__typename')} }`, TOO_LONG),
    operation(
      'objects side by side',
      `{ ${many(19, 'accounts { edges { node { bank { id code } } } }')} account(id: 1) { ${many(180, 'bank { id code }')} ${many(180, 'bank { code id }')} } }`,
      TOO_COMPLEX,
    ),
    operation(
      'objects level by level',
      `{ account(id: 1) { ${many(20, `payments { ${many(20, 'edges { cursor }')} }`)} } }`,
      TOO_COMPLEX,
    ),
    operation(
      'with arguments',
      `{ account(id: 1) { ${many(220, 'payments(first: 1) { pageInfo { endCursor } }')} } }`,
      TOO_COMPLEX,
    ),
    operation(
      'in inline fragments',
      `{ account(id: 1) { ${many(300, '... on Account { id number }')} } }`,
      TOO_COMPLEX,
    ),
    operation(
      'in inline fragments inside one another',
      `{ account(id: 1) { ${many(30, `... { bank { ${many(20, '... on Bank { id }')} } }`)} } }`,
      TOO_COMPLEX,
    ),
    operation(
      'in 250 fragments side by side',
      `{ account(id: 1) { ${spreads(250)} } } ${fragments(250, () => 'id number')}`,
      TOO_COMPLEX,
    ),
    operation(
      'in 250 fragments with subfields',
      `{ account(id: 1) { ${spreads(250)} } } ${fragments(250, () => 'bank { id code }')}`,
      TOO_COMPLEX,
    ),
    operation(
      'in a chain of 250 fragments',
      `{ account(id: 1) { ${many(9, 'bank { id }')} ...F0 } } ${fragments(250, (index) => (index === 249 ? 'id' : `id number ...F${index + 1}`))}`,
      TOO_COMPLEX,
    ),
    operation(
      'in fragments spread by fragments',
      `{ account(id: 1) { ${spreads(60)} } } ${fragments(60, (index) => `id number bank { id } ${times(index, (other) => `...F${other}`)}`)}`,
      TOO_COMPLEX,
    ),
    operation(
      'that conflict',
      `{ account(id: 1) { ${times(200, (index) => `same: payments(first: ${index}) { pageInfo { endCursor } }`)} } }`,
      TOO_COMPLEX,
    ),
    operation(
      'in 1,000 fragments',
      `{ account(id: 1) { ${spreads(1_000)} } } ${fragments(1_000, () => 'id')}`,
      TOO_LONG,
    ),
  ];
}

export const fragments: readonly Hostile[] = [
  ...bombs(),
  ...circles(),
  ...inlineFragments(),
  ...overlaps(),
];
