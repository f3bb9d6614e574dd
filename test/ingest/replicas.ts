/** Replicas of the facts subgraph that are killed and come again, each behind a network that resets. */
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Started, startProcess } from '../isolation/start-process.ts';
import { type DelayProxy, startDelayProxy } from '../support/delay-proxy.ts';

export interface Replicas {
  /** Of one that is up, as a load balancer has it; undefined when none is. */
  readonly url: (draw: number) => string | undefined;
  /** Resets every connection between clients and replicas. */
  readonly cut: () => void;
  /** SIGKILL; it is started anew behind one's back. False where it was down already. */
  readonly kill: (index: number) => boolean;
  readonly stop: () => Promise<void>;
}

interface Up {
  readonly started: Started;
  readonly proxy: DelayProxy;
}

const LEAN_IMPORTS = pathToFileURL(join(import.meta.dirname, '../../lib/lean-imports.js')).href;

export interface ReplicasOptions {
  readonly count: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

export async function startReplicas(options: ReplicasOptions): Promise<Replicas> {
  const up: (Up | undefined)[] = [];
  const keepers: Promise<void>[] = [];
  const ending = { now: false };
  for (let index = 0; index < options.count; index += 1) {
    const first = await startOne(options);
    up[index] = first;
    keepers.push(keep(index, first));
  }

  /** As a supervisor does: whatever ends is started, until there is no more use for it. */
  async function keep(index: number, first: Up): Promise<void> {
    let current: Up | undefined = first;
    for (;;) {
      if (current) {
        const { process } = current.started;
        if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
        up[index] = undefined;
        await current.proxy.close();
      }
      if (ending.now) return;
      // Its database may be away just now.
      current = await startOne(options).catch(() => undefined);
      up[index] = current;
      if (ending.now && current) await current.started.stop();
    }
  }

  const alive = () => up.flatMap((one) => (one ? [one] : []));
  return {
    url: (draw) => {
      const all = alive();
      const one = all[draw % Math.max(1, all.length)];
      const served = one?.started.urls.get('facts');
      return served === undefined ? undefined : one?.proxy.through(served);
    },
    cut: () => {
      for (const { proxy } of alive()) proxy.cut();
    },
    kill: (index) => up[index]?.started.process.kill('SIGKILL') ?? false,
    stop: async () => {
      ending.now = true;
      await Promise.all(alive().map(({ started }) => started.stop()));
      await Promise.all(keepers);
    },
  };
}

async function startOne({ env, logFile }: ReplicasOptions): Promise<Up> {
  const started = await startProcess({
    script: 'test/ingest/facts-main.ts',
    servers: 1,
    logFile,
    nodeOptions: [`--import=${LEAN_IMPORTS}`],
    env,
  });
  const url = started.urls.get('facts');
  if (url === undefined) throw new Error('facts did not say where it listens');
  return { started, proxy: await startDelayProxy(url) };
}
