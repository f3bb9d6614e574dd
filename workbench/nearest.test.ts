import { expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const coordinates = ['Payment.amount', 'Payment.id', 'Query.paths', 'Query.payments'];

it.each([
  ['a letter too few', 'Payment.amont', ['Payment.amount']],
  ['two letters swapped', 'Query.paymenst', ['Query.payments']],
  ['another case', 'payment.AMOUNT', ['Payment.amount']],
  ['nothing like it', 'Zebra.stripes', []],
])('finds what %s means', (_name, name, meant) => {
  expect(nearest(name, coordinates)).toStrictEqual(meant);
});

it('leaves out what is much farther than the nearest', () => {
  expect(nearest('rolles', ['roles', 'places'])).toStrictEqual(['roles']);
});

it('says what to do instead when nothing is near', () => {
  expect(didYouMean('x', ['elevation'], 'add it')).toBe('add it');
  expect(didYouMean('rols', ['roles', 'rolls'], 'add it')).toBe('did you mean `roles` or `rolls`?');
});
