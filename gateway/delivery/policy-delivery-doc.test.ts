/** docs/policy-delivery.md names what there is, both ways. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundleVariables } from '../bundle-config.ts';
import { SOURCE_FAULTS } from '../bundle-source/source.ts';
import { createGatewayMetrics } from '../metrics.ts';
import { BUNDLE_FAULTS } from '../policy/bundle-error.ts';

const page = readFileSync(new URL('../../docs/policy-delivery.md', import.meta.url), 'utf8');

function section(title: string): string {
  const [, rest = ''] = page.split(`## ${title}\n`);
  return rest.split('\n## ')[0] ?? '';
}

test('every kind of refusal has its row, and every row its kind', () => {
  const rows = [...section('What is refused').matchAll(/^\| `(\w+)`/gm)].map(([, kind]) => kind);
  expect(rows).toEqual([...BUNDLE_FAULTS]);
});

test('every way a look can end is named', () => {
  const [, said = ''] = page.split('payscope_policy_source_fetches_total{outcome}');
  const named = [...(said.split('\n\n')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(['changed', 'unchanged', ...SOURCE_FAULTS].sort());
});

test('it names variables and metrics there are', async () => {
  const metrics = createGatewayMetrics(() => 0);
  const names = [
    ...metrics.registry.getMetricsAsArray().map(({ name }) => name),
    'payscope_policy_bundle_expires_in_seconds',
    'payscope_policy_bundle_serial',
  ];
  for (const [name] of page.matchAll(/payscope_\w+/g)) expect(names).toContain(name);
  for (const [, name = ''] of page.matchAll(/`(POLICY_[A-Z_]+)`/g)) {
    expect(Object.keys(bundleVariables)).toContain(name);
  }
});
