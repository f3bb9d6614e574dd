/** Loads a file of payments into a bank's books: each record once, as a payment or in quarantine. */
import { type Database, withTenant } from '../../../lib/db/index.ts';
import type { PersonalKeys } from '../../../lib/envelope/index.ts';
import { codeOf } from '../../../lib/errors/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { sealingWithin } from '../../../lib/personal/index.ts';
import { beginFile } from '../queries/begin-file.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import { type Format, readPayments } from './read-payments.ts';
import { reasonOf } from './record.ts';
import { type NumberedRecord, type RecordBatch, type Told, writeBatch } from './write-batch.ts';

export interface FileLoadOptions {
  /** As the application role: rows are written under the policies. */
  readonly db: Database;
  readonly bankId: BankId;
  /** What is said of persons is sealed with them. */
  readonly keys: PersonalKeys;
  readonly path: string;
  readonly format: Format;
  readonly told: Told;
  /** Records of a transaction, 1000 where not said. */
  readonly batchSize?: number;
  readonly onProgress?: (progress: FileProgress) => void;
}

export interface FileProgress {
  /** That are in the database. */
  readonly records: number;
  readonly recorded: number;
}

export interface FileLoad extends FileProgress {
  /** Whether all of it was loaded now, the rest of it, or nothing because it was there. */
  readonly kind: 'loaded' | 'resumed' | 'unchanged';
  readonly checksum: string;
  /** What the quarantine calls the file. */
  readonly source: string;
  readonly quarantined: number;
}

/** Large enough that round trips don't count, small enough to hold a few of. */
const BATCH_SIZE = 1_000;

/**
 * The place up to which a file is loaded is committed with what is before it. So a load that was
 * killed is completed by the next, and a second load of the same file does nothing.
 * @example await loadPaymentFile({ db, bankId, keys, path: 'payments.csv', format: 'csv' })
 * @throws {FileProblem} when it is no file, or is written to meanwhile.
 */
export async function loadPaymentFile(options: FileLoadOptions): Promise<FileLoad> {
  const { db, bankId, path, format } = options;
  const opened = await openFile(path, format);
  try {
    const file = { checksum: opened.checksum, source: opened.source, format };
    const place = await withTenant(db, bankId, (tx) => beginFile(tx, bankId, file));
    // Under another name it was loaded before, its quarantine goes on under that one.
    const named = { ...file, source: place.source };
    if (place.completedAt !== null) return summarize('unchanged', named, place);
    const written = await writeRest(options, opened, named, place);
    return summarize(place.records > 0 ? 'resumed' : 'loaded', named, written);
  } finally {
    await opened.close();
  }
}

type NamedFile = RecordBatch['file'];

function summarize(
  kind: FileLoad['kind'],
  { checksum, source }: NamedFile,
  { records, recorded }: FileProgress,
): FileLoad {
  return { kind, checksum, source, records, recorded, quarantined: records - recorded };
}

async function writeRest(
  options: FileLoadOptions,
  opened: OpenedFile,
  file: NamedFile,
  from: FileProgress,
): Promise<FileProgress> {
  const { batchSize = BATCH_SIZE, onProgress } = options;
  const write = async (
    before: Promise<FileProgress>,
    records: readonly NumberedRecord[],
    isLast: boolean,
  ) => {
    const place = await before;
    const batch = { file, records, before: place.records, isLast, told: options.told };
    const recorded = place.recorded + (await writeOrHalve(options, batch));
    const after = { records: place.records + records.length, recorded };
    onProgress?.(after);
    return after;
  };
  let written = Promise.resolve(from);
  let records: NumberedRecord[] = [];
  let number = 0;
  for await (const record of readPayments(options.format, opened.read())) {
    number += 1;
    if (number <= from.records) continue;
    records.push({ number, record });
    if (records.length < batchSize) continue;
    // Not awaited until the next batch is read: this process reads while the database writes.
    const before = written;
    written = write(before, records, false);
    written.catch(() => undefined);
    records = [];
    await before;
  }
  await written;
  await opened.checkUnchanged();
  return write(written, records, true);
}

/** What only the database finds wrong, as a rule of its own that this code doesn't know, is one record's. */
async function writeOrHalve(options: FileLoadOptions, batch: RecordBatch): Promise<number> {
  const { db, bankId, keys } = options;
  try {
    return await withTenant(db, bankId, (tx) =>
      writeBatch(tx, { bankId, sealing: sealingWithin(tx, bankId, keys) }, batch),
    );
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [first, ...others] = batch.records;
    if (!first) throw error;
    if (others.length === 0)
      return writeOrHalve(options, { ...batch, records: [refused(first, error)] });
    const middle = Math.ceil(batch.records.length / 2);
    const head = { ...batch, records: batch.records.slice(0, middle), isLast: false };
    const tail = { ...batch, records: batch.records.slice(middle), before: batch.before + middle };
    return (await writeOrHalve(options, head)) + (await writeOrHalve(options, tail));
  }
}

/** SQLSTATE: data exception, integrity constraint violation. */
function isDataError(error: unknown): boolean {
  return /^2[23]/.test(codeOf(error) ?? '');
}

function refused({ number, record }: NumberedRecord, error: unknown): NumberedRecord {
  // A second time it would not end.
  if (record.kind === 'refused') throw error;
  const { line, content } = record;
  const message = `The database refused it, SQLSTATE ${codeOf(error)}.`;
  const reason = reasonOf('REFUSED_BY_DATABASE', message);
  return { number, record: { kind: 'refused', line, reason, content } };
}
