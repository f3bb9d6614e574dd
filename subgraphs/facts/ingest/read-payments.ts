/** The formats a file of payments may have, each read as the same records. */
import { readIso20022 } from './iso20022/read-iso20022.ts';
import type { Bytes } from './open-source.ts';
import { readBerka } from './read-berka.ts';
import { readCsv } from './read-csv.ts';
import type { FileRecord } from './record.ts';

export const FORMATS = ['berka', 'csv', 'iso20022'] as const;
export type Format = (typeof FORMATS)[number];

const READERS: Readonly<Record<Format, (source: Bytes) => AsyncGenerator<FileRecord>>> = {
  berka: readBerka,
  csv: readCsv,
  iso20022: readIso20022,
};

/**
 * Every record of the source is given out, as a payment or with the reason it is none; whatever the
 * bytes, nothing is thrown but what reading them throws. Holds one record at a time.
 * @example for await (const record of readPayments('csv', createReadStream('payments.csv'))) …
 */
export function readPayments(format: Format, source: Bytes): AsyncGenerator<FileRecord> {
  return READERS[format](source);
}
