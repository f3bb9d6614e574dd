/** What a source is read as, and sources to read. */
import { type Format, readPayments } from '../../subgraphs/facts/ingest/read-payments.ts';
import type { FileRecord } from '../../subgraphs/facts/ingest/record.ts';

/** In pieces of so many bytes, as a file or a network gives them. */
export async function* inPieces(
  bytes: Uint8Array | string,
  size = 65_536,
): AsyncGenerator<Uint8Array> {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size);
}

/** @example await readAll('csv', 'reference,…\nr-1,…') */
export async function readAll(
  format: Format,
  bytes: Uint8Array | string,
  pieceSize?: number,
): Promise<readonly FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const record of readPayments(format, inPieces(bytes, pieceSize))) records.push(record);
  return records;
}

/** Of refused records the line and the code, of payments the line and the reference. */
export function briefly(records: readonly FileRecord[]): readonly (readonly [number, string])[] {
  return records.map((record) => [
    record.line,
    record.kind === 'payment' ? record.payment.reference : (record.reason.split(/[ :]/)[0] ?? ''),
  ]);
}
