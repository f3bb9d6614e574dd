/** Loads the data set on the first start, in a process of its own: its memory is gone afterwards. */
import { spawn } from 'node:child_process';
import { analyzeDatabase, closeDatabase, connectDatabase } from '../../lib/db/index.ts';
import { isLoaded } from '../../subgraphs/facts/load/index.ts';
import { rootPath } from '../root.ts';
import { ChildEndedError } from './child.ts';
import type { Launch } from './launch.ts';
import { step } from './steps.ts';

export async function loadIfEmpty(
  launch: Launch,
  { appUrl, ownerUrl }: { readonly appUrl: string; readonly ownerUrl: string },
): Promise<void> {
  if (await isThere(appUrl)) return;
  await step(
    launch.context.terminal,
    async () => {
      await load(launch, appUrl);
      await analyzeDatabase(ownerUrl);
    },
    () => 'real payments of 14 banks',
  );
}

async function isThere(appUrl: string): Promise<boolean> {
  const db = connectDatabase({
    url: appUrl,
    poolMax: 1,
    statementTimeoutMs: 10_000,
    applicationName: 'payscope-start',
  });
  try {
    return await isLoaded(db, rootPath('data/berka'));
  } finally {
    await closeDatabase(db);
  }
}

async function load({ context, stop }: Launch, appUrl: string): Promise<void> {
  const { DATABASE_URL: _, ...environment } = context.environment;
  const loader = spawn(process.execPath, [rootPath('cli/bin.js'), 'data', 'load'], {
    env: { ...environment, APP_DATABASE_URL: appUrl },
    // Its progress is the launcher's; its result is for those who asked for a load.
    stdio: ['ignore', 'ignore', 'inherit'],
    signal: stop,
  });
  await new Promise<void>((resolve, reject) => {
    loader.once('error', reject);
    loader.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new ChildEndedError('data load', { code, signal, lastLines: [] }));
    });
  });
}
