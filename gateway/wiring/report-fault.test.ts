import { expect, test } from 'vitest';
import { newDecisionId } from '../../lib/ids.ts';
import { BeyondPermitted } from '../fetch/permitted.ts';
import { createGatewayMetrics } from '../metrics.ts';
import { reportFault } from './report-fault.ts';

test.each([
  ['that failed', new Error('reset'), 0],
  ['that was never sent, being beyond what is permitted,', new BeyondPermitted(['Bank.code']), 1],
])('a fetch %s is counted, and logged with its decision', async (_what, err, heldBack) => {
  const metrics = createGatewayMetrics(() => 0);
  const logged: unknown[] = [];
  const decisionId = newDecisionId();
  const log = { error: (...what: unknown[]) => logged.push(what) };
  reportFault({ metrics, log }, 'facts', { decisionId }, err);
  const text = await metrics.registry.metrics();
  expect(text).toContain('payscope_execute_fetch_failures_total{subgraph="facts"} 1');
  expect(text.includes('payscope_execute_fetches_held_back_total{subgraph="facts"}')).toBe(
    heldBack > 0,
  );
  expect(logged).toEqual([
    [expect.objectContaining({ err, subgraph: 'facts', decision_id: decisionId }), 'fetch failed'],
  ]);
});
