/** `payscope db lint`: what keeps the database from separating banks, and what repairs it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../lib/config/index.ts';
import {
  APP_ROLE,
  DatabaseError,
  type Finding,
  lintDatabase,
  startEmbedded,
} from '../lib/db/index.ts';
import { loadSecret } from '../lib/keys.ts';
import { type CliConfig, cliConfig } from './config.ts';
import { EnvironmentError, EXIT, type ExitCode } from './exits.ts';
import type { CommandContext } from './main.ts';
import type { Terminal } from './terminal.ts';

/** Inside the project's own PostgreSQL. */
const EMBEDDED_DATABASE = 'payscope';

interface Reached {
  /** As the application's role: what counts is what that may do. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Changes nothing. Exit 1 when there is any finding. */
export async function lintCommand(
  { environment, terminal }: CommandContext,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { url, stop } = await reach(readConfig(cliConfig, environment));
  try {
    const findings = await lint(url);
    if (options.json) terminal.result(JSON.stringify(findings, null, 2));
    else terminal.result(render(findings, terminal));
    return findings.length > 0 ? EXIT.findings : EXIT.ok;
  } finally {
    await stop();
  }
}

async function reach(config: CliConfig): Promise<Reached> {
  const nothing = async () => undefined;
  if (config.APP_DATABASE_URL) return { url: config.APP_DATABASE_URL, stop: nothing };
  const password = await loadSecret(needs(join(config.DATA_DIR, 'keys', 'app-password.secret')));
  if (config.DATABASE_URL) return { url: asApp(config.DATABASE_URL, password), stop: nothing };
  // A start would make a database where there is none.
  needs(join(config.DATA_DIR, 'postgres'));
  try {
    const log = pino({ level: 'silent' });
    const { url, stop } = await startEmbedded({ dataDir: config.DATA_DIR, log });
    const own = new URL(url);
    own.pathname = `/${EMBEDDED_DATABASE}`;
    return { url: asApp(own.href, password), stop };
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause;
    throw new EnvironmentError(cause.message, { cause });
  }
}

function needs(path: string): string {
  if (existsSync(path)) return path;
  throw new EnvironmentError(
    `there is no database to look at yet: ${path} is missing. Run "npx payscope db migrate", or set APP_DATABASE_URL.`,
  );
}

function asApp(url: string, password: string): string {
  const other = new URL(url);
  other.username = APP_ROLE;
  other.password = password;
  return other.href;
}

/** The server's own message, which names no password. */
async function lint(url: string): Promise<readonly Finding[]> {
  try {
    return await lintDatabase(url);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new EnvironmentError(
      `the database can't be examined: ${why}. Is it running, and is APP_DATABASE_URL right?`,
      { cause },
    );
  }
}

function render(findings: readonly Finding[], { resultColors }: Terminal): string {
  const { green, red, bold } = resultColors;
  if (findings.length === 0) return `${green('✓')} the database keeps banks apart`;
  return findings
    .map(({ table, what, fix }) => `${red('✗')} ${bold(table)}: ${what}\n    ${fix}`)
    .join('\n');
}
