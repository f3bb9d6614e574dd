import { describe, expect, it } from 'vitest';
import { buildAccessTable, type FailureKind } from './access-table.ts';
import type { Evaluate } from './wasm.ts';

const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };
const MASK = { effect: 'mask', reason: 'MASKED', rule: 'r', obligation: { kind: 'year' } };

function build(evaluate: Evaluate, coordinates: readonly string[] = ['T', 'T.a']) {
  const failures: FailureKind[] = [];
  const built = buildAccessTable({
    key: 'k',
    revision: 'r1',
    role: 'ANALYST',
    coordinates,
    evaluate,
    onFailure: (kind) => failures.push(kind),
  });
  return { ...built, failures };
}

function answering(result: unknown): Evaluate {
  return () => [{ result }];
}

function throwing(thrown: unknown): Evaluate {
  return () => {
    throw thrown;
  };
}

const BROKEN: readonly (readonly [string, FailureKind, Evaluate])[] = [
  ['a thrown error, as a trap is', 'trap', throwing(new RangeError('unreachable'))],
  ['a thrown string, as opa-wasm throws', 'thrown_string', throwing('opa_abort')],
  ['nothing', 'empty_result', () => undefined],
  ['an empty result set', 'empty_result', () => []],
  ['a result set without a result', 'empty_result', () => [{}]],
  ['a result set of two', 'empty_result', () => [{ result: {} }, { result: {} }]],
  ['a result set of null', 'empty_result', () => [null]],
  ['a result inherited, not answered', 'empty_result', () => [Object.create({ result: {} })]],
  ['true', 'not_an_object', answering(true)],
  ['null', 'not_an_object', answering(null)],
  ['a list', 'not_an_object', answering([ALLOW])],
  ['text', 'not_an_object', answering('allow')],
];

const BAD_DECISIONS: readonly (readonly [string, FailureKind, unknown])[] = [
  ['is not there', 'missing_coordinate', undefined],
  ['is true', 'bad_decision', true],
  ['is null', 'bad_decision', null],
  ['is empty', 'bad_decision', {}],
  ['has an unknown effect', 'bad_decision', { ...ALLOW, effect: 'permit' }],
  ['has an unknown reason', 'bad_decision', { ...ALLOW, reason: 'BECAUSE' }],
  ['has no rule', 'bad_decision', { ...ALLOW, rule: '' }],
  ['allows with an obligation', 'bad_decision', { ...ALLOW, obligation: { kind: 'year' } }],
  ['masks without an obligation', 'bad_decision', { ...MASK, obligation: null }],
  ['masks by an unknown obligation', 'bad_decision', { ...MASK, obligation: { kind: 'blur' } }],
  [
    'masks by a known one and more',
    'bad_decision',
    { ...MASK, obligation: { kind: 'year', to: 1 } },
  ],
  ['depends on the weather', 'bad_decision', { ...ALLOW, depends_on: 'weather' }],
  ['rounds to nothing', 'bad_decision', { ...MASK, obligation: { kind: 'round', to: 0 } }],
  ['buckets by text', 'bad_decision', { ...MASK, obligation: { kind: 'bucket', size: '5' } }],
];

describe('a table', () => {
  it.each(BROKEN)('denies everything when the policy gives %s (%s)', (_name, kind, evaluate) => {
    const { table, whole, failures } = build(evaluate);
    for (const coordinate of ['T', 'T.a']) {
      expect(table.decide(coordinate)).toMatchObject({ effect: 'deny', reason: 'POLICY_FAILED' });
    }
    expect({ whole, failures }).toStrictEqual({ whole: false, failures: [kind] });
  });

  it.each(BAD_DECISIONS)('denies a coordinate whose decision %s (%s)', (_name, kind, decision) => {
    const answer = decision === undefined ? { T: ALLOW } : { T: ALLOW, 'T.a': decision };
    const { table, whole, failures } = build(answering(answer));
    expect(table.decide('T').effect).toBe('allow');
    expect(table.decide('T.a')).toMatchObject({ effect: 'deny', reason: 'POLICY_FAILED' });
    expect({ whole, failures }).toStrictEqual({ whole: false, failures: [kind] });
  });

  it('hides what it was not asked about, whatever the policy answers for it', () => {
    const { table, failures } = build(answering({ T: ALLOW, 'T.a': MASK, 'T.extra': ALLOW }));
    expect(table.decide('T.extra')).toMatchObject({ effect: 'hide', reason: 'NOT_MENTIONED' });
    expect(table.visible('T.extra')).toBe(false);
    expect(table.visible('T.a')).toBe(true);
    expect(failures).toStrictEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'T.__proto__', '__proto__.a', 'hasOwnProperty'])(
    'hides %s, which no schema has',
    (coordinate) => {
      const { table } = build(answering({ T: ALLOW, 'T.a': ALLOW }));
      expect(table.decide(coordinate).effect).toBe('hide');
    },
  );

  it('decides coordinates named like what objects inherit by their own decision only', () => {
    const names = ['constructor', 'T.toString', '__proto__'];
    const answer: unknown = JSON.parse(
      `{"constructor": ${JSON.stringify(ALLOW)}, "__proto__": ${JSON.stringify(MASK)}}`,
    );
    const { table, failures } = build(answering(answer), names);
    expect(names.map((name) => table.decide(name).effect)).toStrictEqual(['allow', 'deny', 'mask']);
    expect(failures).toStrictEqual(['missing_coordinate']);
  });

  it('denies an input whose decision is a mask, as it has no value to change', () => {
    const failures: FailureKind[] = [];
    const { table, whole } = buildAccessTable({
      ...{ key: 'k', revision: 'r1', role: 'ANALYST' },
      coordinates: ['Filter.born', 'Person.born'],
      inputs: new Set(['Filter.born']),
      evaluate: answering({ 'Filter.born': MASK, 'Person.born': MASK }),
      evaluateLimits: () => undefined,
      onFailure: (kind) => failures.push(kind),
    });
    expect(table.decide('Person.born').effect).toBe('mask');
    expect(table.decide('Filter.born')).toMatchObject({ effect: 'deny', reason: 'POLICY_FAILED' });
    expect({ whole, failures }).toStrictEqual({
      whole: false,
      failures: ['bad_decision', 'bad_limits'],
    });
  });

  it.each([
    ['condition', true, false],
    ['elevation', false, true],
    ['both', true, true],
    [null, false, false],
    [undefined, false, false],
  ])('says what a decision depends on: %s: the operation %s, an elevation %s', (on, is, may) => {
    const { table, failures } = build(answering({ T: ALLOW, 'T.a': { ...ALLOW, depends_on: on } }));
    expect(table.isConditional('T.a')).toBe(is);
    expect(table.isElevatable('T.a')).toBe(may);
    expect(table.isConditional('T.gone')).toBe(false);
    expect(table.isElevatable('T.gone')).toBe(false);
    expect(failures).toStrictEqual([]);
  });

  it('lets __typename follow its type', () => {
    const { table } = build(answering({ T: ALLOW, 'T.a': { ...ALLOW, effect: 'hide' } }));
    expect(table.decide('T.__typename').effect).toBe('allow');
    expect(table.decide('U.__typename').effect).toBe('hide');
  });

  it('asks once, about all coordinates and the declared attributes only', () => {
    const asked: unknown[] = [];
    build((input) => {
      asked.push(input);
      return [{ result: { T: ALLOW, 'T.a': ALLOW } }];
    });
    expect(asked).toStrictEqual([{ subject: { role: 'ANALYST' }, coordinates: ['T', 'T.a'] }]);
  });
});
