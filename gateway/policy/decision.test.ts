import { describe, expect, it } from 'vitest';
import { parseDecision, parseObligation } from './decision.ts';

const GROUNDS = { reason: 'MISSING_PERMISSION', rule: 'r' };

describe('a decision', () => {
  it.each(['allow', 'deny', 'hide'])(
    'that says %s carries its grounds and nothing else',
    (effect) => {
      const answer = { effect, ...GROUNDS, obligation: null, depends_on: null, more: 1 };
      expect(parseDecision(answer)).toStrictEqual({ effect, ...GROUNDS });
    },
  );

  it('that masks carries what must be done', () => {
    const obligation = { kind: 'round', to: 10 };
    const answer = { effect: 'mask', ...GROUNDS, obligation, depends_on: 'elevation' };
    expect(parseDecision(answer)).toStrictEqual({
      ...{ effect: 'mask', ...GROUNDS, obligation },
      dependsOn: 'elevation',
    });
  });

  it('can not be changed by who got it, nor what it obliges to', () => {
    const decision = parseDecision({ effect: 'mask', ...GROUNDS, obligation: { kind: 'year' } });
    expect(Object.isFrozen(decision)).toBe(true);
    expect(decision?.effect === 'mask' && Object.isFrozen(decision.obligation)).toBe(true);
  });
});

describe('an obligation', () => {
  it.each([
    ...[{ kind: 'year' }, { kind: 'last4' }, { kind: 'hash' }, { kind: 'null' }],
    ...[
      { kind: 'round', to: 1 },
      { kind: 'bucket', size: 1000 },
    ],
  ])('is read: %j', (obligation) => {
    expect(parseObligation(obligation)).toStrictEqual(obligation);
  });

  it.each([
    ...[null, 'year', {}, { kind: 'blur' }, { kind: 'year', to: 1 }, { kind: 'null', size: 1 }],
    ...[{ kind: 'round' }, { kind: 'round', to: -1 }, { kind: 'round', to: 1.5 }],
    ...[
      { kind: 'bucket', to: 1 },
      { kind: 'bucket', size: 0 },
      { kind: 'bucket', size: 1, to: 1 },
    ],
  ])('is none: %j', (value) => {
    expect(parseObligation(value)).toBeUndefined();
  });
});
