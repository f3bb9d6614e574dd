/** `payscope data seal` */
import { sealPlain } from '../../subgraphs/facts/personal/seal-plain.ts';
import { type BanksOptions, banksOf } from '../banks.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { type InDatabase, inDatabase } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { reachPersonalKeys } from '../personal-keys.ts';

const PROGRESS_EVERY_ROWS = 10_000;

export interface SealOptions extends BanksOptions {
  readonly json?: boolean;
}

/** May be stopped and begun again; runs while everything serves. */
export async function sealData(context: CommandContext, options: SealOptions): Promise<ExitCode> {
  const { terminal } = context;
  const banks = await banksOf(options);
  const work = async ({ config, db }: InDatabase) => {
    const keys = await reachPersonalKeys(config);
    const sealed: Record<string, number> = {};
    for (const [bank, bankId] of banks) {
      const rows = await sealPlain(db, bankId, keys, showProgress(terminal, bank));
      if (rows > 0) sealed[bank] = rows;
    }
    return sealed;
  };
  const about = { applicationName: 'payscope-seal', remedy: 'payscope data load' };
  const sealed = await inDatabase(context, work, about);
  const rows = Object.values(sealed).reduce((sum, count) => sum + count, 0);
  terminal.result(
    options.json ? JSON.stringify({ rows, banks: sealed }) : describe(rows, banks.size),
  );
  return EXIT.ok;
}

function showProgress(terminal: CommandContext['terminal'], bank: string) {
  let shown = 0;
  return (sealed: number) => {
    if (sealed - shown < PROGRESS_EVERY_ROWS) return;
    shown = sealed;
    terminal.progress(`  sealing ${bank}, ${sealed} rows`);
  };
}

function describe(rows: number, banks: number): string {
  if (rows === 0) return `Nothing of ${banks} banks was in the clear.`;
  return `Sealed ${rows} rows. What they held before is in the tables until they are vacuumed (docs/records.md).`;
}
