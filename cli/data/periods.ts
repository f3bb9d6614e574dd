/** The file that says how long each bank's rows are kept. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf } from '../../lib/errors/index.ts';
import { isUuid } from '../../lib/ids.ts';
import { type Period, readPeriod } from '../../subgraphs/facts/retention/period.ts';
import { UsageError } from '../exits.ts';

/** As the file has it, and what it means. */
export interface WrittenPeriod extends Period {
  readonly text: string;
}

/** What leaves by a period. */
export const TABLES = ['payments', 'quarantine'] as const;
export type RetainedTable = (typeof TABLES)[number];

export interface Periods {
  /** Names the file by its bytes, for the audit trail. */
  readonly revision: string;
  /** Banks the file names, by code or id as it does. */
  readonly banks: readonly string[];
  /** Undefined: kept for ever. */
  readonly of: (table: RetainedTable, bank: string) => WrittenPeriod | undefined;
}

const EVERY_BANK = '*';
const bank = z
  .string()
  .refine((text) => text === EVERY_BANK || /^[A-Z]{2}$/.test(text) || isUuid(text), {
    message: 'a bank is named by its two-letter code or its id, every other one by *',
  });
const period = z.string().transform((text, context): WrittenPeriod | undefined => {
  if (text === 'keep') return undefined;
  const read = readPeriod(text);
  if (read) return { text, ...read };
  const message = `got "${text}"; takes years, months and days as P10Y, P18M or P90D, or keep`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
const banks = z.record(bank, period).default({});
const PeriodsFile = z.strictObject({ payments: banks, quarantine: banks });

/** @throws {UsageError} naming the part of the file that does not fit. */
export async function readPeriods(path: string): Promise<Periods> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : "can't be read";
    throw new UsageError(`--periods: ${path}: ${why}`);
  });
  const file = parse(path, text);
  const named = TABLES.flatMap((table) => Object.keys(file[table]));
  return {
    revision: `retention-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
    banks: [...new Set(named)].filter((name) => name !== EVERY_BANK),
    of: (table, name) => file[table][Object.hasOwn(file[table], name) ? name : EVERY_BANK],
  };
}

function parse(path: string, text: string): z.output<typeof PeriodsFile> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`--periods: ${path} is no JSON`);
  }
  const read = PeriodsFile.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue?.path.join('.') || 'the file';
  const why = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message;
  throw new UsageError(`--periods: ${path}: ${where}: ${why ?? 'does not fit'}`);
}
