import {
  buildSchema,
  type FieldNode,
  getArgumentValues,
  getVariableValues,
  Kind,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadCommittedPolicy } from '../../test/support/policy.ts';
import type { FailureKind } from './access-table.ts';
import { type ConditionalQuestion, conditionalInput, decideUses } from './conditional.ts';
import { openPolicy } from './open-policy.ts';

const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };
const DENY = { ...ALLOW, effect: 'deny', reason: 'CONDITION_NOT_MET' };
const NOON = new Date('2026-06-01T12:00:00Z');

function asking(
  ...uses: readonly (readonly [string, Readonly<Record<string, unknown>>])[]
): ConditionalQuestion {
  return {
    attributes: { role: 'ANALYST' },
    now: NOON,
    grants: [],
    uses: uses.map(([coordinate, args]) => ({ coordinate, arguments: args })),
  };
}

function decide(question: ConditionalQuestion, evaluate: (input: object) => unknown) {
  const failures: FailureKind[] = [];
  const decisions = decideUses(question, evaluate, (kind) => failures.push(kind));
  return { decisions, failures, effects: decisions.map(({ effect }) => effect) };
}

const answering = (result: unknown) => () => [{ result }];

describe('the input of a conditional decision', () => {
  const schema = buildSchema(`
    enum Size { SMALL LARGE }
    input Filter { size: Size = SMALL sizes: [Size!] from: Float }
    type Query { find(first: Int = 10, filter: Filter = { from: 1 }, note: String): Int }`);
  const field = schema.getQueryType()?.getFields().find;

  function inputOf(source: string, given: Readonly<Record<string, unknown>> = {}): string {
    const [operation] = parse(source).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION || !field) throw new Error('no operation');
    const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
    const nodes = operation.selectionSet.selections.filter(
      (node): node is FieldNode => node.kind === Kind.FIELD,
    );
    return conditionalInput(
      asking(
        ...nodes.map((node) => ['Query.find', getArgumentValues(field, node, coerced)] as const),
      ),
    ).text;
  }

  const SAME: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
    ['literals', '{ find(first: 10, filter: { size: SMALL, from: 1 }) }', {}],
    ['defaults', '{ find }', {}],
    ['defaults of input fields', '{ find(filter: { from: 1.0 }) }', {}],
    ['another order', '{ find(filter: { from: 1, size: SMALL }, first: 10) }', {}],
    ['a variable', 'query ($n: Int) { find(first: $n) }', { n: 10 }],
    ['a variable with a default', 'query ($n: Int = 10) { find(first: $n) }', {}],
    ['a variable that is not given', 'query ($n: Int) { find(first: $n) }', {}],
    ['a variable as a whole', 'query ($f: Filter) { find(filter: $f) }', { f: { from: 1 } }],
    [
      'variables within',
      'query ($s: Size) { find(filter: { size: $s, from: 1 }) }',
      { s: 'SMALL' },
    ],
    ['aliases', '{ a: find b: find(first: 10) }', {}],
  ];

  it.each(SAME)('is byte for byte the same by %s', (_name, source, variables) => {
    expect(inputOf(source, variables)).toBe(
      '{"now":"2026-06-01T12:00:00.000Z","subject":{"role":"ANALYST"},"grants":[],"uses":[' +
        '{"arguments":{"filter":{"from":1,"size":"SMALL"},"first":10},"coordinate":"Query.find"}]}',
    );
  });

  it.each([
    ['another value', '{ find(first: 11) }', {}],
    ['null', '{ find(first: null) }', {}],
    ['a variable that is null', 'query ($n: Int) { find(first: $n) }', { n: null }],
    ['one more argument', '{ find(note: "") }', {}],
    ['a list', '{ find(filter: { from: 1, sizes: [SMALL] }) }', {}],
  ])('differs by %s', (_name, source, variables) => {
    expect(inputOf(source, variables)).not.toBe(inputOf('{ find }'));
  });

  it('takes one value of a list for a list of it, as GraphQL does', () => {
    expect(inputOf('{ find(filter: { sizes: SMALL }) }')).toBe(
      inputOf('query ($s: [Size!]) { find(filter: { sizes: $s }) }', { s: ['SMALL'] }),
    );
  });

  it('does not tell in which order uses and grants were named', () => {
    const until = new Date('2026-06-02T00:00:00Z');
    const uses = asking(['T.a', { x: 1 }], ['T.b', {}], ['T.a', { x: 2 }]).uses;
    const grants = ['p', 'q'].map((permission) => ({ permission, until }));
    const one = { ...asking(), uses, grants };
    const other = {
      ...one,
      uses: uses.toReversed(),
      grants: [...grants.toReversed(), ...grants],
    };
    expect(conditionalInput(other).text).toBe(conditionalInput(one).text);
  });

  it('keeps names like those objects inherit', () => {
    const named: Record<string, unknown> = JSON.parse('{"__proto__": 1, "constructor": {"a": 2}}');
    expect(conditionalInput(asking(['T.a', named])).text).toContain(
      '"arguments":{"__proto__":1,"constructor":{"a":2}}',
    );
  });

  it.each([
    ['a date', new Date('2026-01-01T00:00:00Z'), '"2026-01-01T00:00:00.000Z"'],
    ['a big integer', 9007199254740993n, '"9007199254740993"'],
    ['negative zero', -0, '0'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['null', null, 'null'],
    ['text', 'a', '"a"'],
    ['members that are not there', { a: undefined, b: 1 }, '{"b":1}'],
    ['nothing, within a list', [undefined, null], undefined],
  ])('has one form for %s', (_name, value, text) => {
    const input = () => conditionalInput(asking(['T.a', { x: value }])).text;
    if (text === undefined) expect(input).toThrow(TypeError);
    else expect(input()).toContain(`{"x":${text}}`);
  });

  it('has none for more text than a policy should read, however it is spread', () => {
    const large = 'a'.repeat(100_000);
    const aliases = (count: number) =>
      asking(...Array.from({ length: count }, (_, n) => ['T.a', { n, large }] as const));
    expect(conditionalInput(aliases(9)).places).toHaveLength(9);
    expect(() => conditionalInput(aliases(10))).toThrow(RangeError);
    const { effects } = decide(aliases(10), () => expect.unreachable('the policy was asked'));
    expect(new Set(effects)).toEqual(new Set(['deny']));
  });
});

describe('uses are decided', () => {
  it('in one call, each different one once, and given back in their order', () => {
    const asked: unknown[] = [];
    const question = asking(['T.b', {}], ['T.a', { n: 2 }], ['T.a', { n: 1 }], ['T.a', { n: 2 }]);
    const { effects, failures } = decide(question, (input) => {
      asked.push(input);
      return [{ result: [ALLOW, DENY, ALLOW] }];
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toHaveProperty('uses', [
      { coordinate: 'T.a', arguments: { n: 1 } },
      { coordinate: 'T.a', arguments: { n: 2 } },
      { coordinate: 'T.b', arguments: {} },
    ]);
    expect(effects).toStrictEqual(['allow', 'deny', 'allow', 'deny']);
    expect(failures).toStrictEqual([]);
  });

  it('without a call when there are none', () => {
    const never = () => {
      throw new Error('asked');
    };
    expect(decide(asking(), never)).toStrictEqual({ decisions: [], failures: [], effects: [] });
  });
});

const throwing = (thrown: unknown) => () => {
  throw thrown;
};

const BROKEN: readonly (readonly [string, FailureKind, (input: object) => unknown])[] = [
  ['a thrown error', 'trap', throwing(new RangeError('unreachable'))],
  ['a thrown string', 'thrown_string', throwing('opa_abort')],
  ['nothing', 'empty_result', () => undefined],
  ['an empty result set', 'empty_result', () => []],
  ['a result set without a result', 'empty_result', () => [{}]],
  ['true', 'not_a_list', answering(true)],
  ['an object', 'not_a_list', answering({ 0: ALLOW, 1: ALLOW, length: 2 })],
  ['too few decisions', 'misaligned', answering([ALLOW])],
  ['too many decisions', 'misaligned', answering([ALLOW, ALLOW, ALLOW])],
  ['decisions that are none', 'bad_decision', answering([{}, 'allow'])],
];

describe('whatever goes wrong denies, and is told', () => {
  it.each(BROKEN)('%s (%s)', (_name, kind, evaluate) => {
    const { decisions, failures } = decide(asking(['T.a', {}], ['T.b', {}]), evaluate);
    expect(decisions.map(({ effect, reason }) => [effect, reason])).toStrictEqual([
      ['deny', 'POLICY_FAILED'],
      ['deny', 'POLICY_FAILED'],
    ]);
    expect(failures).toStrictEqual([kind]);
  });

  it('one decision that is none denies its use only', () => {
    const { effects, failures } = decide(
      asking(['T.a', {}], ['T.b', {}]),
      answering([ALLOW, { ...ALLOW, effect: 'permit' }]),
    );
    expect(effects).toStrictEqual(['allow', 'deny']);
    expect(failures).toStrictEqual(['bad_decision']);
  });

  it.each([
    ['an argument that is no data', asking(['T.a', { x: () => 1 }])],
    ['a number that is none', asking(['T.a', { x: Number.NaN }])],
    ['a time that is none', { ...asking(['T.a', {}]), now: new Date('noon') }],
    [
      'the end of a grant that is none',
      { ...asking(['T.a', {}]), grants: [{ permission: 'p', until: new Date('never') }] },
    ],
  ])('%s', (_name, question) => {
    const { effects, failures } = decide(question, answering([ALLOW]));
    expect({ effects, failures }).toStrictEqual({ effects: ['deny'], failures: ['trap'] });
  });
});

describe('the compiled policy', () => {
  it('takes large pages of payments from who does not compute on them', async () => {
    const policy = await loadCommittedPolicy();
    const page = (role: string, first: number | null) =>
      policy.decideConditional({
        ...asking(['Query.payments', { first }]),
        attributes: { role },
      })[0];
    expect(page('AUDITOR', 100)?.effect).toBe('allow');
    expect(page('AUDITOR', 101)).toMatchObject({ effect: 'deny', reason: 'CONDITION_NOT_MET' });
    expect(page('AUDITOR', null)).toMatchObject({ effect: 'deny', reason: 'CONDITION_NOT_MET' });
    expect(page('ANALYST', 200)?.effect).toBe('allow');
    expect(page('SYSTEM', 1)).toMatchObject({ effect: 'deny', reason: 'MISSING_PERMISSION' });
    expect(page('STRANGER', 1)).toMatchObject({ effect: 'hide', reason: 'UNKNOWN_ROLE' });
  });

  it('marks those coordinates, and no others, as the operation having a say', async () => {
    const table = (await loadCommittedPolicy()).tableFor({ role: 'ANALYST' });
    expect(table.isConditional('Query.payments')).toBe(true);
    expect(table.isConditional('Query.paths')).toBe(true);
    expect(table.isConditional('Query.accounts')).toBe(false);
    expect(table.decide('AccountHolder.birthDate').dependsOn).toBe('elevation');
    expect(table.isConditional('AccountHolder.birthDate')).toBe(false);
  });

  it('gives an elevated caller what the permission opens, until it ends', async () => {
    const policy = await loadCommittedPolicy();
    const birthDate = (until: string) =>
      policy.decideConditional({
        ...asking(['AccountHolder.birthDate', {}]),
        attributes: { role: 'ADMIN' },
        grants: [{ permission: 'pii:read', until: new Date(until) }],
      })[0]?.effect;
    expect(birthDate('2026-06-01T12:00:00.001Z')).toBe('allow');
    expect(birthDate('2026-06-01T12:00:00.000Z')).toBe('mask');
  });
});

it('a policy that is off allows every use', () => {
  const decisions = openPolicy().decideConditional(asking(['T.a', {}], ['T.b', {}]));
  expect(decisions.map(({ effect }) => effect)).toStrictEqual(['allow', 'allow']);
});
