/** What the data lacks before it is served, done in a process of its own: its memory is gone afterwards. */
import { spawn } from 'node:child_process';
import {
  analyzeDatabase,
  closeDatabase,
  connectDatabase,
  type Database,
  readTenant,
} from '../../lib/db/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { isLoaded } from '../../subgraphs/facts/load/index.ts';
import { hasPlain } from '../../subgraphs/facts/queries/has-plain.ts';
import { readBankCodes } from '../banks.ts';
import { rootPath } from '../root.ts';
import { ChildEndedError } from './child.ts';
import type { Launch } from './launch.ts';
import { step } from './steps.ts';

/** Loads the data set on the first start; on a later one, seals what is still in the clear. */
export async function loadIfEmpty(
  launch: Launch,
  { appUrl, ownerUrl }: { readonly appUrl: string; readonly ownerUrl: string },
): Promise<void> {
  const { terminal } = launch.context;
  const lacking = await whatIsLacking(appUrl);
  if (lacking === 'data') {
    await step(
      terminal,
      async () => {
        await payscopeData(launch, appUrl, ['load']);
        await analyzeDatabase(ownerUrl);
      },
      () => 'real payments of 14 banks',
    );
  }
  if (lacking === 'seals') {
    // Before it serves: the graph has no payment that is not sealed.
    await step(
      terminal,
      () => payscopeData(launch, appUrl, ['seal', '--all']),
      () => 'personal data sealed',
    );
  }
}

async function whatIsLacking(appUrl: string): Promise<'data' | 'seals' | undefined> {
  const db = connectDatabase({
    url: appUrl,
    poolMax: 1,
    statementTimeoutMs: 10_000,
    applicationName: 'payscope-start',
  });
  try {
    if (!(await isLoaded(db, rootPath('data/berka')))) return 'data';
    return (await isInTheClear(db)) ? 'seals' : undefined;
  } finally {
    await closeDatabase(db);
  }
}

async function isInTheClear(db: Database): Promise<boolean> {
  for (const code of await readBankCodes()) {
    const bankId = bankIdOf(code);
    if (await readTenant(db, bankId, (tx) => hasPlain(tx, bankId))) return true;
  }
  return false;
}

async function payscopeData(
  { context, stop }: Launch,
  appUrl: string,
  command: readonly string[],
): Promise<void> {
  const { DATABASE_URL: _, ...environment } = context.environment;
  const child = spawn(process.execPath, [rootPath('cli/bin.js'), 'data', ...command], {
    env: { ...environment, APP_DATABASE_URL: appUrl },
    // Its progress is the launcher's; its result is for those who asked for a load.
    stdio: ['ignore', 'ignore', 'inherit'],
    signal: stop,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new ChildEndedError(`data ${command[0]}`, { code, signal, lastLines: [] }));
    });
  });
}
