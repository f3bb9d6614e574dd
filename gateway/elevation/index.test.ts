import { pino } from 'pino';
import { expect, it } from 'vitest';
import { bankIdOf, newDecisionId, newId } from '../../lib/ids.ts';
import { createGatewayMetrics } from '../metrics.ts';
import { createElevation } from './index.ts';

const caller = {
  subject: 'alice',
  role: 'ANALYST',
  bankId: bankIdOf('HB'),
  decisionId: newDecisionId(),
  policyRevision: 'r1',
};
const grantOf = (permission: string) => ({ id: newId(), permission, until: new Date() });

function setUp(ask?: Parameters<typeof createElevation>[0]['ask']) {
  const lines: string[] = [];
  const metrics = createGatewayMetrics(() => 0);
  const log = pino({ base: null }, { write: (line) => lines.push(line) });
  const elevation = createElevation({ ask, now: () => 0, metrics, log });
  return {
    elevation,
    lines: () => lines.map((line): Record<string, unknown> => JSON.parse(line)),
    counted: async (name: string) => {
      const metric = await metrics.registry.getSingleMetric(name)?.get();
      return metric?.values.map(({ value, labels }) => [Object.values(labels)[0], value]);
    },
  };
}

it('counts every use by its permission, and warns of the first of each', async () => {
  const { elevation, lines, counted } = setUp();
  const [first, second] = [grantOf('pii:read'), grantOf('graph:read')];
  elevation.onUse(caller, [first]);
  elevation.onUse(caller, [first, second]);
  expect(await counted('payscope_elevation_uses_total')).toEqual([
    ['pii:read', 2],
    ['graph:read', 1],
  ]);
  expect(lines()).toMatchObject([
    {
      level: 40,
      elevation_id: first.id,
      permission: 'pii:read',
      subject: 'alice',
      role: 'ANALYST',
      bank_id: caller.bankId,
      decision_id: caller.decisionId,
    },
    { level: 40, elevation_id: second.id },
  ]);
});

it('counts and logs what it could not find out', async () => {
  const { elevation, lines, counted } = setUp(() => Promise.reject(new Error('gone')));
  expect(await elevation.grantsOf(caller)).toEqual([]);
  expect(await counted('payscope_elevation_grant_lookups_total')).toEqual([['failed', 1]]);
  expect(lines()).toMatchObject([{ level: 50, decision_id: caller.decisionId }]);
});

it('knows of none where nobody keeps them', async () => {
  const { elevation, lines } = setUp();
  expect(await elevation.grantsOf(caller)).toEqual([]);
  expect(lines()).toEqual([]);
});
