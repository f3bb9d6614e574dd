/** `payscope data scan-erased`: is anything left, in rows or in files? */
import type { Dirent } from 'node:fs';
import { opendir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../lib/errors/index.ts';
import { type FoundBytes, findInFile, type Needle, needlesOf } from '../../lib/find-bytes.ts';
import {
  type FoundRows,
  findInRows,
  listTenantTables,
} from '../../subgraphs/facts/erasure/find-in-rows.ts';
import type { CliConfig } from '../config.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { type InBank, inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';

export interface ScanOptions {
  readonly bank: string;
  readonly values: string;
  readonly json?: boolean;
}

/** Less is found everywhere by chance. */
const BYTES_MIN = 5;
const VALUES_MAX = 1_000;
const PROGRESS_EVERY = 500;

interface Scan {
  readonly tables: number;
  readonly rows: readonly FoundRows[];
  readonly files: number;
  readonly bytes: number;
  /** By number of the value, and never the value. */
  readonly places: readonly Place[];
}

interface Place {
  readonly path: string;
  readonly offset: number;
  readonly value: number;
  readonly encoding: string;
}

export async function scanErased(
  context: CommandContext,
  paths: readonly string[],
  { json, ...options }: ScanOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  const values = await readValues(options.values);
  let config: CliConfig | undefined;
  const scanned = await inBank(context, options, (there) => {
    config = there.config;
    return scanRows(there, values);
  });
  // Behind the rows: the project's own server, where it was started for them, has stopped by now.
  const own = ownDataDirectory(config);
  const everywhere = own === undefined ? paths : [own, ...paths];
  const inFiles = await scanFiles(everywhere, needlesOf(values), terminal.progress);
  const scan: Scan = { ...scanned, ...inFiles };
  const isFound = scan.rows.length + scan.places.length > 0;
  if (json) terminal.result(JSON.stringify(scan, null, 2));
  else for (const line of describe(scan, values.length, context)) terminal.result(line);
  return isFound ? EXIT.findings : EXIT.ok;
}

async function readValues(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--values: ${file} can't be read`);
  });
  const values = text.split(/\r?\n/).filter((line) => line !== '');
  if (values.length === 0 || values.length > VALUES_MAX) {
    throw new UsageError(`--values: ${file} has ${values.length} texts; takes 1 to ${VALUES_MAX}`);
  }
  const short = values.findIndex((value) => Buffer.byteLength(value) < BYTES_MIN);
  if (short >= 0) {
    const why = `takes texts of ${BYTES_MIN} bytes or more, shorter ones are found by chance`;
    throw new UsageError(`--values: ${file}, text ${short + 1}: ${why}`);
  }
  return values;
}

async function scanRows({ bankId, inTenant }: InBank, values: readonly string[]) {
  const tables = await inTenant(listTenantTables);
  const rows: FoundRows[] = [];
  for (const table of tables) {
    const found = await inTenant((tx) => findInRows(tx, bankId, table, values));
    if (found.rows > 0) rows.push(found);
  }
  return { tables: tables.length, rows };
}

/** A server that was given is on a machine of its own as a rule: there its files are to be named. */
function ownDataDirectory(config: CliConfig | undefined): string | undefined {
  if (!config || config.DATABASE_URL || config.APP_DATABASE_URL) return undefined;
  return join(config.DATA_DIR, 'postgres');
}

async function scanFiles(
  paths: readonly string[],
  needles: readonly Needle[],
  progress: (text: string) => void,
) {
  let files = 0;
  let bytes = 0;
  const places: Place[] = [];
  for (const path of paths) {
    for await (const file of filesUnder(path)) {
      const scanned = await findInFile(file, needles).catch(undefinedIfGone);
      if (!scanned) continue;
      files += 1;
      bytes += scanned.bytes;
      places.push(...scanned.found.map((found) => placeOf(file, found)));
      if (files % PROGRESS_EVERY === 0) progress(`${files} files`);
    }
  }
  return { files, bytes, places };
}

function placeOf(path: string, { needle, offset }: FoundBytes): Place {
  return { path, offset, value: needle.text + 1, encoding: needle.encoding };
}

async function* filesUnder(path: string): AsyncGenerator<string> {
  const found = await stat(path).catch(() => {
    throw new UsageError(`${path}: is not there`);
  });
  if (!found.isDirectory()) {
    yield path;
    return;
  }
  const entries: AsyncIterable<Dirent> = await opendir(path, { recursive: true });
  for await (const entry of entries) if (entry.isFile()) yield join(entry.parentPath, entry.name);
}

/** A server that runs removes files: what they held is gone. */
function undefinedIfGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function* describe(
  { tables, rows, files, bytes, places }: Scan,
  values: number,
  { terminal }: CommandContext,
): Generator<string> {
  const { green, red } = terminal.resultColors;
  for (const found of rows) yield `${red('✗')} ${found.table}: ${found.rows} rows`;
  for (const { path, offset, value, encoding } of places) {
    yield `${red('✗')} ${path}: text ${value} at byte ${offset}, as ${encoding}`;
  }
  const where = `${tables} tables, ${files} files, ${Math.ceil(bytes / 1e6)} MB`;
  if (rows.length + places.length === 0) yield `${green('✓')} none of ${values} texts in ${where}`;
  else yield `looked through ${where}`;
}
