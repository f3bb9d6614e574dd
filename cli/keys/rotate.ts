/** `payscope keys rotate` */
import { KeyProviderError, type Rewrapped } from '../../lib/envelope/index.ts';
import { rotateBankKeys } from '../../subgraphs/facts/personal/rotate-bank-keys.ts';
import { type BanksOptions, banksOf } from '../banks.ts';
import { EnvironmentError, EXIT, type ExitCode } from '../exits.ts';
import { type InDatabase, inDatabase } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { reachPersonalKeys } from '../personal-keys.ts';

export interface RotateKeysOptions extends BanksOptions {
  readonly json?: boolean;
}

type BankRotated = Rewrapped & { readonly bank: string };

/** May be stopped and begun again. @throws {EnvironmentError} when the provider fails. */
export async function rotateKeys(
  context: CommandContext,
  options: RotateKeysOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  const banks = await banksOf(options);
  const about = { applicationName: 'payscope-keys', remedy: 'payscope start' };
  const work = async ({ config, db }: InDatabase) => {
    const { provider } = await reachPersonalKeys(config);
    const done: BankRotated[] = [];
    for (const [bank, bankId] of banks) {
      done.push({ bank, ...(await rotateBankKeys(db, bankId, provider)) });
      terminal.progress(`  ${bank}: ${done.length} of ${banks.size} banks`);
    }
    return { keyId: await provider.keyId(), banks: done };
  };
  const rotated = await inDatabase(context, work, about).catch(explain);
  terminal.result(options.json ? JSON.stringify(rotated) : describe(rotated));
  return EXIT.ok;
}

function describe({
  keyId,
  banks,
}: {
  readonly keyId: string;
  readonly banks: readonly BankRotated[];
}): string {
  const sum = (of: keyof Rewrapped) => banks.reduce((total, bank) => total + bank[of], 0);
  const kept = sum('current') + sum('overtaken');
  return `${sum('rewrapped')} keys of ${banks.length} banks are wrapped anew, ${kept} were already: by ${keyId}`;
}

function explain(error: unknown): never {
  if (!(error instanceof KeyProviderError)) throw error;
  const message = `PERSONAL_KEYS: ${error.message}. What is wrapped anew stays; the same command goes on there.`;
  throw new EnvironmentError(message, { cause: error });
}
