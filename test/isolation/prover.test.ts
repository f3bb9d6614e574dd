/** The prover in CI, and that it can fail: mistakes people make, made on purpose. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAYERS, type Layer, setRowSecurity } from './layers.ts';
import { type Proven, prove } from './prover.ts';
import { printLeak, printRuns } from './report.ts';
import { createWorld, type World } from './world.ts';

const OPERATIONS = 20_000;
const SEED = 20_261_125;

let world: World;
const runs: Proven[] = [];

beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  process.stdout.write(`${printRuns(runs)}\n`);
  await world?.stop();
});

const everyLayer = { timeout: 400_000 };

describe('no bank is shown what is another’s', everyLayer, () => {
  it.each(LAYERS)('with $name', async (layer) => {
    const seed = SEED + LAYERS.indexOf(layer);
    const run = await prove({ world, layer, operations: OPERATIONS / LAYERS.length, seed });
    runs.push(run);
    expect(run.leaks.map((leak) => printLeak(leak, { layer: layer.name, seed }))).toEqual([]);
    // And it was asked enough for that to mean something.
    expect(run.coverage.askers.size).toBe(70);
    expect(run.own).toBeGreaterThan(run.asked);
    expect(run.statuses.get(200) ?? 0).toBeGreaterThan(run.asked / 2);
    expect(run.coverage.reached.size).toBeGreaterThan(170);
  });
});

describe('the prover finds', { timeout: 120_000 }, () => {
  const rowSecurityOff: Pick<Layer, 'takeOff' | 'putBack'> = {
    takeOff: (each) => setRowSecurity(each, 'disable'),
    putBack: (each) => setRowSecurity(each, 'enable'),
  };

  it.each([
    [
      'a query that forgets its bank, once RLS is off',
      'forgets the bank',
      rowSecurityOff,
      'answer',
    ],
    ['a cache that banks share', 'shares a cache', {}, 'answer'],
    ['an error that quotes a row', 'logs a row', {}, 'subgraph log'],
  ])('%s', async (_what, mistake, layer, surface) => {
    const run = await prove({ world, layer: broken(mistake, layer), operations: 400, seed: SEED });
    expect(run.leaks.map((leak) => leak.surface)).toContain(surface);
  });

  it('nothing where a query forgets its bank and RLS is on', async () => {
    const layer = broken('forgets the bank', {});
    const run = await prove({ world, layer, operations: 400, seed: SEED });
    expect(run.leaks).toEqual([]);
  });
});

function broken(mistake: string, more: Partial<Layer>): Layer {
  return {
    name: mistake,
    platform: async () => ({
      subgraphs: 'test/isolation/broken-subgraphs.ts',
      subgraphEnv: { MISTAKE: mistake },
    }),
    proveOff: async () => undefined,
    ...more,
  };
}
