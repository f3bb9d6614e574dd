/** A process that serves subgraphs until it is told to stop. */
import type { Log } from '../log.ts';
import type { SubgraphConfig } from './config.ts';
import type { SubgraphDefinition } from './definition.ts';
import {
  listenOptionsOf,
  listenSubgraph,
  openResources,
  type RunningSubgraph,
  UnsafeDatabaseError,
} from './serve.ts';

/** A definition, ready to listen; hides the type of its loaders. */
export type Listen = (
  resources: Awaited<ReturnType<typeof openResources>>,
  config: SubgraphConfig,
) => Promise<RunningSubgraph>;

/**
 * Makes a definition ready for runSubgraphs.
 * @example await runSubgraphs([listening(facts)], readConfig(SubgraphConfigSchema));
 */
export function listening<L>(definition: SubgraphDefinition<L>): Listen {
  return async (resources, config) => {
    const options = listenOptionsOf(definition.name, config);
    const running = await listenSubgraph(definition, resources, options);
    report({ name: definition.name, url: running.url }, options.log);
    return running;
  };
}

/** Serves them on one pool; SIGTERM, SIGINT or a parent that is gone end the process in order. */
export async function runSubgraphs(
  listens: readonly Listen[],
  config: SubgraphConfig,
): Promise<void> {
  const starting = start(listens, config);
  // Before the first is reported: whoever reads the report may send a signal at once.
  onStop(async () => {
    const { resources, running } = await starting;
    await Promise.all(running.map(({ close }) => close()));
    await resources.close();
  });
  try {
    await starting;
  } catch (error) {
    if (!(error instanceof UnsafeDatabaseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function start(listens: readonly Listen[], config: SubgraphConfig) {
  const resources = await openResources(config);
  const running = await Promise.all(listens.map((listen) => listen(resources, config)));
  return { resources, running };
}

function report(listening: { readonly name: string; readonly url: string }, log: Log): void {
  log.info({ url: listening.url }, 'listening');
  process.send?.({ kind: 'listening', ...listening });
}

/** Under a parent, Ctrl-C reaches the whole group: the parent decides the order of stopping. */
function onStop(stop: () => Promise<void>): void {
  const once = { stopping: false };
  const end = () => {
    if (once.stopping) return;
    once.stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', process.send ? () => {} : end);
  if (process.send) process.on('disconnect', end);
}
