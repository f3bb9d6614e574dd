/** The prover: seeds a world, asks it in four ways, and looks at all that was written anywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { runExports } from './cli-exports.ts';
import type { Making } from './drawn.ts';
import { createHopCalls } from './hop-calls.ts';
import type { Layer } from './layers.ts';
import { createMemory } from './memory.ts';
import { createPeople } from './people.ts';
import { startPlatform } from './platform.ts';
import { readRegistered } from './registered.ts';
import { type Ran, runOperations } from './run-operations.ts';
import { type SurfaceCount, searchSurfaces } from './surfaces.ts';
import type { World } from './world.ts';

const API_SCHEMA = join(import.meta.dirname, '../../schema/generated/api.graphql');

export interface Proving {
  readonly world: World;
  readonly layer: Layer;
  readonly operations: number;
  readonly seed: number;
  readonly onProgress?: (done: number, leaks: number) => void;
}

export interface Proven extends Ran {
  readonly layer: string;
  readonly surfaces: readonly SurfaceCount[];
}

/** @throws when the layer that is to be off is on, or the other way round. */
export async function prove(proving: Proving): Promise<Proven> {
  const { world, layer, operations, seed, onProgress } = proving;
  const schema = buildSchema(readFileSync(API_SCHEMA, 'utf8'));
  if (schema.getSubscriptionType()) {
    throw new Error('there are subscriptions now, and the prover asks none');
  }
  const people = await createPeople(world);
  const memory = createMemory();
  const options = await layer.platform(world);
  const platform = await startPlatform(world, { name: layer.name, ...options });
  try {
    await layer.takeOff?.(world);
    await layer.proveOff(world, platform, people);
    const making: Making = {
      ...{ schema, people, memory },
      tables: {
        accounts: numberOf(world, 'facts.accounts'),
        payments: numberOf(world, 'facts.payments'),
        holders: numberOf(world, 'facts.account_holders'),
        erasures: numberOf(world, 'facts.erasure_requests'),
      },
      registered: readRegistered(schema),
      hops: createHopCalls((await layer.hopKey?.(world)) ?? world.keys.hop),
      documents: [],
    };
    const ran = await runOperations({
      ...{ platform, making, schema, operations, seed, sent: world.sent },
      ...(onProgress ? { onProgress } : {}),
    });
    await layer.proveOff(world, platform, people);
    const exported = await runExports(world, platform, people);
    const { leaks, counts } = await searchSurfaces(world, platform, exported);
    return {
      ...ran,
      layer: layer.name,
      leaks: [...ran.leaks, ...leaks],
      surfaces: [{ surface: 'answers', bytes: ran.bytes, leaks: ran.leaks.length }, ...counts],
    };
  } finally {
    await platform.stop();
    await layer.putBack?.(world);
  }
}

function numberOf(world: World, table: string): number {
  const number = world.tableNumbers.get(table);
  if (number === undefined) throw new Error(`there is no ${table}`);
  return number;
}
