import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Alternatives,
  AUTHENTICATED,
  both,
  either,
  isStricter,
  minimal,
} from './requirement.ts';

const permission = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const alternatives = fc.array(fc.array(permission, { maxLength: 3 }), { maxLength: 4 });
const held = fc.uniqueArray(permission).map((names) => new Set(names));

function met(policies: Alternatives, names: ReadonlySet<string>): boolean {
  return policies.some((alternative) => alternative.every((name) => names.has(name)));
}

function asking(policies: Alternatives) {
  return { authenticated: true, policies };
}

describe('requirements', () => {
  it('both is AND, either is OR, and minimal changes nothing, whatever is held', () => {
    fc.assert(
      fc.property(alternatives, alternatives, held, (left, right, names) => {
        const and = both(asking(left), asking(right)).policies;
        const or = either(asking(left), asking(right)).policies;
        expect(met(and, names)).toBe(met(left, names) && met(right, names));
        expect(met(or, names)).toBe(met(left, names) || met(right, names));
        expect(met(minimal(left), names)).toBe(met(left, names));
      }),
    );
  });

  it('what means the same is written the same', () => {
    fc.assert(
      fc.property(alternatives, (policies) => {
        const reversed = policies.map((each) => [...each, ...each].reverse()).reverse();
        expect(minimal(reversed)).toStrictEqual(minimal(policies));
      }),
    );
  });

  it('no alternative at all is met by nobody, an empty one by everybody', () => {
    const everything = new Set(['a', 'b', 'c', 'd', 'e']);
    expect(met(both(AUTHENTICATED, asking([])).policies, everything)).toBe(false);
    expect(met(AUTHENTICATED.policies, new Set())).toBe(true);
  });

  it.each([
    ['the same', [['a']], [['a']], false],
    ['one more', [['a', 'b']], [['a']], true],
    ['another', [['b']], [['a']], true],
    ['a way more', [['a'], ['b']], [['a']], false],
    ['nothing', [[]], [['a']], false],
  ] as const)(
    'a field asking for %s is stricter than its type: %j, %j: %s',
    (_n, field, type, is) => {
      expect(isStricter(asking(field), asking(type))).toBe(is);
    },
  );

  it('refuses a requirement nobody can have meant', () => {
    const many = Array.from({ length: 1001 }, (_, index) => [`p${index}`]);
    expect(() => minimal(many)).toThrow(RangeError);
    expect(minimal(many.slice(1))).toHaveLength(1000);
  });

  it('are written shortest first, then by name', () => {
    expect(minimal([['b', 'a'], ['e', 'd'], ['f'], ['c']])).toStrictEqual([
      ...[['c'], ['f'], ['a', 'b'], ['d', 'e']],
    ]);
  });

  it.each([
    [true, true, true, true],
    [true, false, true, false],
    [false, true, true, false],
    [false, false, false, false],
  ])('of %s and %s who is known: both ask %s, one of them %s', (left, right, and, or) => {
    const [one, other] = [left, right].map((authenticated) => ({ authenticated, policies: [[]] }));
    if (one === undefined || other === undefined) throw new Error('two were given');
    expect(both(one, other).authenticated).toBe(and);
    expect(either(one, other).authenticated).toBe(or);
  });
});
