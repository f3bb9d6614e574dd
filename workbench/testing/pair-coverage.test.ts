import { expect, it } from 'vitest';
import { pairCoverage } from './pair-coverage.ts';

const source = {
  roles: ['READER', 'WRITER'],
  coordinates: ['Doc', 'Doc.open', 'Doc.text'],
  requirements: {
    Doc: { authenticated: true, policies: [['read']] },
    'Doc.open': { authenticated: true, policies: [[]] },
    'Doc.text': { authenticated: true, policies: [['read']] },
  },
  cases: [
    {
      ...{ name: 'a reader reads', role: 'READER', coordinate: 'Doc', file: 'c.yaml', line: 1 },
      expect: { effect: 'allow', reason: 'ALLOWED' },
    },
  ],
} as const;

it('counts what cases and tests ask, and names what nobody asks', () => {
  const inputs = [
    { subject: { role: 'WRITER' }, coordinates: ['Doc', 'Gone.field'] },
    { subject: { role: 'WRITER' }, uses: [{ coordinate: 'Doc.text' }] },
    { subject: {}, coordinates: ['Doc.text'] },
    'no question',
  ];
  expect(pairCoverage({ ...source, inputs })).toStrictEqual({
    ...{ roles: source.roles, mentioned: 3, total: 4, percent: 75 },
    missing: [{ coordinate: 'Doc.text', roles: ['READER'] }],
  });
});
