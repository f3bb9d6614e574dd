/** The existence pairs by command: answers compared, and their times, on a platform of their own. */
import { createEndlessTape } from '../properties/tape.ts';
import { type Client, createClient } from './asked.ts';
import { comparable, existencePairs, type Pair } from './existence.ts';
import { makeKnown } from './know-other.ts';
import { createPeople } from './people.ts';
import { startPlatform } from './platform.ts';
import { compareTimes, T_MAX, type Timing } from './timing.ts';
import type { World } from './world.ts';

export interface OracleResult {
  readonly name: string;
  readonly isSame: boolean;
  /** Undefined where asking again is another question: what is recorded once is there. */
  readonly timing: Timing | undefined;
}

/** Writes each time it is asked, so that the second time is not like the first. */
const ONCE = new Set(['a reference', 'an idempotency key']);
const AGAIN_AT_MOST = 2;

export async function askOracles(
  world: World,
  options: { readonly pairs: number; readonly seed: number },
): Promise<readonly OracleResult[]> {
  const people = await createPeople(world);
  const platform = await startPlatform(world, { name: 'oracles' });
  const client = createClient(platform, 1);
  try {
    const known = await makeKnown(platform, people);
    const results: OracleResult[] = [];
    for (const pair of existencePairs(world, people, known)) {
      results.push({
        name: pair.name,
        isSame: await isSame(client, pair),
        timing: ONCE.has(pair.name) ? undefined : await timed(client, pair, options),
      });
    }
    return results;
  } finally {
    await client.close();
    await platform.stop();
  }
}

async function isSame(client: Client, { foreign, absent, values }: Pair): Promise<boolean> {
  const [first, second] = [await client.ask(foreign), await client.ask(absent)];
  return comparable(first, values[0]) === comparable(second, values[1]);
}

/** One number too high is chance now and then; again and again it is not. */
async function timed(
  client: Client,
  { foreign, absent }: Pair,
  { pairs, seed }: { readonly pairs: number; readonly seed: number },
): Promise<Timing> {
  const tape = createEndlessTape(seed);
  let timing = await compareTimes(client, [foreign, absent], { pairs, tape });
  for (let again = 0; again < AGAIN_AT_MOST && Math.abs(timing.t) > T_MAX; again += 1) {
    timing = await compareTimes(client, [foreign, absent], { pairs, tape });
  }
  return timing;
}

export function isTold({ isSame: same, timing }: OracleResult): boolean {
  return !same || (timing !== undefined && Math.abs(timing.t) > T_MAX);
}
