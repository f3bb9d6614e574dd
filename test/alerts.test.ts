/** deploy/alerts.yml watches metrics that are there, by labels they have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createGatewayMetrics } from '../gateway/metrics.ts';
import { createSubgraphMetrics } from '../lib/subgraph/metrics.ts';
import { COUNTERS as AUDIT, CHECKPOINTS } from '../subgraphs/audit/counters.ts';
import { DELIVERIES, COUNTERS as FACTS, LAG_SECONDS } from '../subgraphs/facts/counters.ts';

const Alerts = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});

const text = readFileSync(join(import.meta.dirname, '../deploy/alerts.yml'), 'utf8');
const rules = Alerts.parse(parse(text)).groups.flatMap((group) => group.rules);

const gatewayMetrics = createGatewayMetrics(() => 0).registry.getMetricsAsArray();
const subgraphMetrics = [
  createSubgraphMetrics('audit', AUDIT),
  createSubgraphMetrics('facts', FACTS),
].flatMap(({ registry }) => registry.getMetricsAsArray());
const names = new Set([...gatewayMetrics, ...subgraphMetrics].map(({ name }) => name));

it.each(rules)('$alert asks for metrics there are', ({ expr }) => {
  const asked = expr.match(/payscope_\w+/g) ?? [];
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => !names.has(name))).toEqual([]);
});

it('covers a trail that is not signed', () => {
  const watched = rules.map(({ expr }) => expr).join(' ');
  for (const outcome of ['failed', 'inconsistent']) {
    expect(watched).toContain(`${CHECKPOINTS}{outcome="${outcome}"}`);
  }
});

it('covers events that a webhook does not take, or takes late', () => {
  const watched = rules.map(({ expr }) => expr).join(' ');
  for (const outcome of ['failed', 'dead']) {
    expect(watched).toContain(`${DELIVERIES}{outcome="${outcome}"}`);
  }
  expect(watched).toContain(LAG_SECONDS);
});

it('covers what gives somebody more than their role does', () => {
  const watched = rules.map(({ expr }) => expr).join(' ');
  for (const name of names) {
    if (/elevation_(grants|uses)/.test(name)) expect(watched).toContain(name);
  }
});

it('covers whatever a layer of isolation had to refuse', () => {
  const watched = rules.map(({ expr }) => expr).join(' ');
  expect(watched).toContain('payscope_subgraph_hop_refusals_total');
  expect(watched).toContain('payscope_execute_fetches_held_back_total');
  expect(watched).toContain('payscope_policy_bundle_refusals_total');
});
