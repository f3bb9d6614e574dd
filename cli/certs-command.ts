/** `payscope certs` */
import { isIP } from 'node:net';
import Table from 'cli-table3';
import { type CertificateRow, CertificatesError, ensureCertificates } from '../lib/certs/index.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from './exits.ts';
import type { CommandContext } from './main.ts';
import type { Terminal } from './terminal.ts';

export interface CertsOptions {
  readonly dir: string;
  readonly days: string;
  /** Separated by commas. */
  readonly names?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const DAYS_MAX = 365;
/** RFC 1123 §2.1, one label or several; no wildcards: a certificate is for hosts somebody knows. */
const DNS_NAME =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/**
 * Makes what is missing, renews what has less than a third of its time left, leaves the rest.
 * @throws {UsageError} for days or names a certificate can't have; {EnvironmentError} where the folder
 * holds an authority of somebody else's.
 */
export async function makeCertificates(
  { terminal }: CommandContext,
  { dir, days, names, force = false, json = false }: CertsOptions,
): Promise<ExitCode> {
  const options = { days: readDays(days), names: readNames(names), force };
  const rows = await ensureCertificates(dir, options).catch((cause: unknown) => {
    if (cause instanceof CertificatesError) throw new EnvironmentError(cause.message, { cause });
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') {
      throw new EnvironmentError(`${dir} can't be written: ${cause.message}`, { cause });
    }
    throw cause;
  });
  terminal.result(json ? JSON.stringify(rows, null, 2) : render(rows, terminal));
  if (rows.some(({ state }) => state === 'renewed')) {
    terminal.progress(
      'Gateway and subgraphs read them within a second; PostgreSQL when told to reload.',
    );
  }
  return EXIT.ok;
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= DAYS_MAX) return days;
  throw new UsageError(`--days: got "${text}"; takes a whole number from 1 to ${DAYS_MAX}`);
}

function readNames(text = ''): readonly string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const wrong = names.find((name) => !isIP(name) && !DNS_NAME.test(name));
  if (wrong === undefined) return names;
  throw new UsageError(
    `--names: got "${wrong}"; takes DNS names without wildcards and IP addresses, separated by commas`,
  );
}

function render(rows: readonly CertificateRow[], { resultColors }: Terminal): string {
  const table = new Table({
    head: ['for', 'file', 'good until', ''],
    style: { head: [], border: [] },
  });
  for (const { name, file, validTo, state } of rows) {
    const day = validTo.toISOString().slice(0, 10);
    table.push([name, file, day, state === 'kept' ? state : resultColors.green(state)]);
  }
  return table.toString();
}
