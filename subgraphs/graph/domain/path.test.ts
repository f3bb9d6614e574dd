import { expect, it } from 'vitest';
import { toPaths } from './path.ts';

const way = { hops: 1, bottleneck: '500', currency: 'CZK', nodes: [{ bank: 'HB', nodeId: 'a' }] };

it('shows ways of a search that saw everything, however few', () => {
  expect(toPaths({ paths: [way], exhausted: false }, 10)).toEqual([
    { hops: 1, nodes: way.nodes, bottleneck: { minorUnits: 500, currency: 'CZK' } },
  ]);
});

it('shows what a search that was cut short found, when that is all that was asked for', () => {
  expect(toPaths({ paths: [way], exhausted: true }, 1)).toHaveLength(1);
});

it('never passes off a search that was cut short as all there is', () => {
  const shown = () => toPaths({ paths: [way], exhausted: true }, 2);
  expect(shown).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});
