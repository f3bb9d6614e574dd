/** `payscope data replay-erasures`: after a restore, from a dump of the trail. */
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { readLines } from '../../subgraphs/audit/dump/read-lines.ts';
import {
  type Erasure,
  type Replayed,
  replayErasure,
} from '../../subgraphs/facts/erasure/replay-erasure.ts';
import { erasureRequests } from '../../subgraphs/facts/tables.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { type BankOptions, type InBank, inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { operator } from '../operator.ts';

const Entry = z.object({
  bankId: z.uuid(),
  event: z.object({ kind: z.string(), details: z.record(z.string(), z.string()) }).optional(),
});

/** A replay is an erasure to the next restore. */
const ERASED = ['ERASURE_EXECUTED', 'ERASURE_REPLAYED'];

const Details = z.object({
  subject_kind: z.enum(erasureRequests.subjectKind.enumValues),
  subject: z.uuid().toLowerCase(),
  decided_at: z.coerce.date(),
});

export async function replayErasures(
  context: CommandContext,
  dump: string,
  options: BankOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  await using file = await openDump(dump);
  const counts = await inBank(context, options, async (there) => {
    const erasures = await readErasures(file, dump, there.bankId);
    terminal.progress(`${erasures.length} erasures in ${dump}`);
    const done: Record<Replayed, number> = { erased: 0, already: 0, unknown: 0 };
    for (const erasure of erasures) done[await replayOne(there, erasure)] += 1;
    return done;
  });
  const { erased, already, unknown } = counts;
  terminal.result(
    options.json
      ? JSON.stringify(counts)
      : `${erased} erased again, ${already} were erased already, ${unknown} are not in this database`,
  );
  return EXIT.ok;
}

/** Each in a transaction with what the trail is told of it. */
function replayOne({ bankId, inTenant }: InBank, erasure: Erasure): Promise<Replayed> {
  return inTenant((tx) => replayErasure(tx, bankId, erasure, operator('data replay-erasures')));
}

/** All are read before the first is done: a dump that breaks off half-way changes nothing. */
async function readErasures(
  file: FileHandle,
  name: string,
  bankId: string,
): Promise<readonly Erasure[]> {
  const erasures: Erasure[] = [];
  let line = 0;
  const { rest } = await readLines(file, ({ bytes }, start, end) => {
    line += 1;
    const erasure = parseLine(bytes.toString('utf8', start, end), `${name}:${line}`, bankId);
    if (erasure) erasures.push(erasure);
    return true;
  });
  if (rest !== 'none') throw new UsageError(`${name}: ends with a broken line (${rest})`);
  return erasures;
}

function parseLine(text: string, where: string, bankId: string): Erasure | undefined {
  const entry = Entry.safeParse(parseJson(text));
  if (!entry.success)
    throw new UsageError(`${where}: is no entry of a trail, as audit export writes it`);
  const { bankId: of, event } = entry.data;
  if (of.toLowerCase() !== bankId) throw new UsageError(`${where}: is of another bank`);
  if (!event || !ERASED.includes(event.kind)) return undefined;
  const details = Details.safeParse(event.details);
  if (!details.success) throw new UsageError(`${where}: does not say who was erased`);
  const { subject_kind: kind, subject: id, decided_at: erasedAt } = details.data;
  return { subject: { kind, id }, erasedAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function openDump(dump: string): Promise<FileHandle> {
  return open(dump).catch(() => {
    throw new UsageError(`${dump}: can't be read`);
  });
}
