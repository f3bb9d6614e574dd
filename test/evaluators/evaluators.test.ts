/** OPA's evaluator and the WASM that ships decide alike. `npm run evaluators` asks 1,000,000. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptFiles } from '../../workbench/kept-files.ts';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';
import { compareEvaluators } from './run.ts';
import { openWorld } from './world.ts';

const INPUTS = 20_000;

/** Another one each day, and the same all day long. */
const SEED = Math.floor(Date.now() / 86_400_000);

const opa = await findOpa(opaPlaces());

describe.skipIf(opa.kind === 'missing')(
  'without the compiler there is nothing to compare with; npm run opa:install gets it',
  () => {
    test(`OPA's evaluator and the WASM answer ${INPUTS} random inputs alike`, async () => {
      const opaPath = opa.kind === 'found' ? opa.path : '';
      using world = await openWorld(keptFiles(join(import.meta.dirname, '../..')));
      const ran = await compareEvaluators({ world, opaPath, inputs: INPUTS, seed: SEED });
      expect(ran.differences.slice(0, 1)).toStrictEqual([]);
      expect(ran.asked).toBe(INPUTS);
      // Else the inputs would all be refused for the same reason, and being alike would say little.
      expect(ran.answers).toBeGreaterThan(3_000);
      expect(ran.byEntrypoint.size).toBe(5);
    }, 120_000);

    test('a difference is found', async () => {
      const opaPath = opa.kind === 'found' ? opa.path : '';
      using world = await openWorld(keptFiles(join(import.meta.dirname, '../..')));
      const lying = {
        ask: async (entrypoint: string, input: object) => {
          const answer = await world.wasm.ask(entrypoint, input);
          return JSON.stringify(answer).includes('"reason":"MASKED"')
            ? ({ kind: 'answer', value: {} } as const)
            : answer;
        },
      };
      const ran = await compareEvaluators({
        world: { ...world, wasm: lying },
        ...{ opaPath, inputs: 500, seed: 1 },
      });
      expect(ran.differences.length).toBeGreaterThan(0);
    }, 60_000);
  },
);
