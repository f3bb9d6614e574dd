/** The banks there are: the home bank and those its standing orders pay into. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
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
