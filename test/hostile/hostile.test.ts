import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOSTILE } from './families/index.ts';
import { type Gateways, startGateways } from './gateways.ts';

let gateways: Gateways;
beforeAll(async () => {
  gateways = await startGateways();
});
afterAll(() => Promise.all([gateways.own.close(), gateways.wide.close()]));

test('there are at least 200, each under a name of its own', () => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(200);
  expect(new Set(HOSTILE.map(({ family, name }) => `${family}: ${name}`)).size).toBe(
    HOSTILE.length,
  );
});

test.each(HOSTILE)('$family: $name', async ({ request, codes, schema, role }) => {
  const gateway = gateways[schema];
  const before = gateway.counts.planned;
  const { code, status } = await gateway.send(request, role);
  expect(codes).toContain(code);
  expect(status).toBeLessThan(500);
  expect(gateway.counts.planned).toBe(before);
});
