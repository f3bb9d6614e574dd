/** The banks there are: the home bank and those its standing orders pay into. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type BankId, bankIdOf, isUuid, toBankId } from '../lib/ids.ts';
import { UsageError } from './exits.ts';
import { rootPath } from './root.ts';

const HOME_CODE = 'HB';
/** order_id;account_id;bank_to;… with quoted text. */
const BANK_COLUMN = /^\d+;\d+;"([A-Z]{2})";/gm;

/** Two-letter codes, the home bank's first. */
export async function readBankCodes(): Promise<readonly string[]> {
  const compressed = await readFile(rootPath('data/berka/order.asc.gz'));
  const orders = (await promisify(gunzip)(compressed)).toString('latin1');
  const partners = new Set([...orders.matchAll(BANK_COLUMN)].map(([, code = '']) => code));
  return [HOME_CODE, ...[...partners].sort()];
}

/**
 * What `--bank` names: a code of the banks here, or the id of any.
 * @throws {UsageError} listing the codes.
 */
export async function bankOf(text: string): Promise<BankId> {
  if (isUuid(text)) return toBankId(text);
  const codes = await readBankCodes();
  if (codes.includes(text)) return bankIdOf(text);
  throw new UsageError(`--bank: got "${text}"; takes one of ${codes.join(', ')}, or a bank's id`);
}

export interface BanksOptions {
  readonly bank?: string;
  readonly all?: boolean;
}

/**
 * What `--bank` or `--all` names, by what to call it.
 * @throws {UsageError} for both of them, or neither.
 */
export async function banksOf({ bank, all }: BanksOptions): Promise<ReadonlyMap<string, BankId>> {
  if ((bank === undefined) === (all !== true)) throw new UsageError('give --bank, or --all');
  if (bank !== undefined) return new Map([[bank, await bankOf(bank)]]);
  return new Map((await readBankCodes()).map((code) => [code, bankIdOf(code)]));
}
