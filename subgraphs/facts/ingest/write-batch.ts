/** Writes records of a file and the place behind them, all in one transaction or none of it. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import type { Sealing } from '../../../lib/personal/index.ts';
import { sealCounterparties } from '../../../lib/personal/index.ts';
import type { Teller } from '../../../lib/trail/index.ts';
import { eventId } from '../domain/ids.ts';
import { newPayment } from '../domain/new-payment.ts';
import { insertRows } from '../load/insert-rows.ts';
import { findOwnAccounts } from '../personal/find-own-accounts.ts';
import { sealLines } from '../personal/quarantined.ts';
import { advanceFile } from '../queries/advance-file.ts';
import { beginFile } from '../queries/begin-file.ts';
import { insertPayments, type PlainPayment } from '../queries/insert-payments.ts';
import { recordEvents } from '../queries/record-events.ts';
import { quarantine } from '../tables.ts';
import { tellRecorded } from '../tell-recorded.ts';
import type { Format } from './read-payments.ts';
import { type FileRecord, type RefusedRecord, reasonOf } from './record.ts';

/** A record with its number in the file, from 1. */
export interface NumberedRecord {
  readonly number: number;
  readonly record: FileRecord;
}

/** Whose books these are, and what seals them. */
export interface Writing {
  readonly bankId: BankId;
  readonly sealing: Sealing;
}

export interface RecordBatch {
  readonly file: { readonly checksum: string; readonly source: string; readonly format: Format };
  /** In the order of the file, without gaps. */
  readonly records: readonly NumberedRecord[];
  /** How many are before them. */
  readonly before: number;
  readonly isLast: boolean;
  readonly told: Told;
}

/** Who is told of the payments, besides who asks for them. */
export interface Told {
  /** Whether webhooks are: not of what happened long ago. */
  readonly events: boolean;
  /** The trail always is; by whom. */
  readonly teller: Teller;
}

/** Somebody else moved the file's place. */
export class LoadedElsewhere extends Error {
  override readonly name = 'LoadedElsewhere';
}

/**
 * What the bank has no account for, or has recorded already, goes into quarantine like what is wrong
 * by itself.
 * @returns how many were recorded.
 * @throws {LoadedElsewhere} when the file is loaded up to another place than `before`.
 */
export async function writeBatch(
  tx: TenantTransaction,
  { bankId, sealing }: Writing,
  { file, records, before, isLast, told }: RecordBatch,
): Promise<number> {
  const place = await beginFile(tx, bankId, file);
  if (place.records !== before || place.completedAt !== null) {
    throw new LoadedElsewhere(`another load of ${file.source} is running`);
  }
  const checked = await checkAccounts(tx, { bankId, sealing }, records);
  const sealed = await sealCounterparties(
    sealing,
    { bankId, table: 'facts.payments' },
    checked.rows.map(({ row }) => row),
  );
  const added = await insertPayments(tx, bankId, sealed);
  const refused = [
    ...checked.refused,
    ...checked.rows.flatMap(({ row, numbered }) =>
      added.has(row.reference) ? [] : [refuse(numbered, DUPLICATE)],
    ),
  ];
  await setAside(tx, { bankId, sealing }, file.source, refused);
  await tell(
    tx,
    { bankId, sealing },
    {
      file,
      told,
      rows: checked.rows.filter(({ row }) => added.has(row.reference)),
    },
  );
  const recorded = records.length - refused.length;
  const advance = { records: records.length, recorded, isComplete: isLast };
  await advanceFile(tx, bankId, { checksum: file.checksum, ...advance });
  return recorded;
}

interface ToTell extends Pick<RecordBatch, 'file' | 'told'> {
  readonly rows: readonly Row[];
}

/** In the order of the file, as recordPayments does in that of its batch. */
async function tell(
  tx: TenantTransaction,
  { bankId, sealing }: Writing,
  { file, told, rows }: ToTell,
): Promise<void> {
  const payments = rows.map(({ row }) => row);
  if (told.events) {
    const events = payments.map(({ id, accountId }) => ({
      ...{ id: eventId(id), accountId, paymentId: id },
    }));
    await recordEvents(tx, bankId, events);
  }
  const lines = new Map(rows.map(({ row, numbered }) => [row.id, numbered.record.line]));
  await tellRecorded(tx, bankId, {
    ...{ payments, teller: told.teller, sealing },
    detailsOf: ({ id }) => ({ source: file.source, line: String(lines.get(id)) }),
  });
}

const DUPLICATE = reasonOf(
  'DUPLICATE_REFERENCE',
  'The bank has a payment of this reference, from before or from a line above.',
  'reference',
);
const UNKNOWN_ACCOUNT = reasonOf(
  'UNKNOWN_ACCOUNT',
  'The bank has no account of this number.',
  'accountNumber',
);

interface Refused {
  readonly number: number;
  readonly record: RefusedRecord;
}

function refuse({ number, record }: NumberedRecord, reason: string): Refused {
  const { line, content } = record;
  return { number, record: { kind: 'refused', line, reason, content } };
}

interface Row {
  readonly row: PlainPayment;
  readonly numbered: NumberedRecord;
}

/** Of payments with one reference only the first is a row: the statement could take any of them. */
async function checkAccounts(
  tx: TenantTransaction,
  { bankId, sealing }: Writing,
  records: readonly NumberedRecord[],
): Promise<{ readonly rows: readonly Row[]; readonly refused: readonly Refused[] }> {
  const payments = records.flatMap(({ record }) =>
    record.kind === 'payment' ? [record.payment] : [],
  );
  const numbers = payments.map(({ accountNumber }) => accountNumber);
  const idByNumber = await findOwnAccounts(tx, bankId, sealing, numbers);
  const rows = new Map<string, Row>();
  const refused: Refused[] = [];
  for (const numbered of records) {
    const { number, record } = numbered;
    if (record.kind === 'refused') {
      refused.push({ number, record });
      continue;
    }
    const { payment } = record;
    const accountId = idByNumber.get(payment.accountNumber);
    if (accountId === undefined) refused.push(refuse(numbered, UNKNOWN_ACCOUNT));
    else if (rows.has(payment.reference)) refused.push(refuse(numbered, DUPLICATE));
    else rows.set(payment.reference, { row: newPayment(bankId, accountId, payment), numbered });
  }
  return { rows: [...rows.values()], refused };
}

async function setAside(
  tx: TenantTransaction,
  { bankId, sealing }: Writing,
  source: string,
  refused: readonly Refused[],
): Promise<void> {
  const lines = refused.map(({ number, record: { line, reason, content } }) => ({
    bankId,
    source,
    line,
    record: number,
    reason,
    content,
  }));
  const rows = await sealLines(sealing, bankId, lines);
  const added = await insertRows(tx, quarantine, rows);
  // One that is there already would be another record's, and this one lost.
  if (added !== rows.length) throw new Error(`the quarantine has records of ${source} already`);
}
