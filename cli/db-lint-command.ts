/** `payscope db lint`: what keeps the database from separating banks, and what repairs it. */
import { DatabaseError, type Finding, lintDatabase } from '../lib/db/index.ts';
import { type AppDatabase, reachAppDatabase } from './app-database.ts';
import { type CliConfig, readCliConfig } from './config.ts';
import { EnvironmentError, EXIT, type ExitCode } from './exits.ts';
import type { CommandContext } from './main.ts';
import type { Terminal } from './terminal.ts';

/** Changes nothing. Exit 1 when there is any finding. */
export async function lintCommand(
  { environment, terminal }: CommandContext,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { url, stop } = await reach(readCliConfig(environment));
  try {
    const findings = await lint(url);
    if (options.json) terminal.result(JSON.stringify(findings, null, 2));
    else terminal.result(render(findings, terminal));
    return findings.length > 0 ? EXIT.findings : EXIT.ok;
  } finally {
    await stop();
  }
}

async function reach(config: CliConfig): Promise<Extract<AppDatabase, { kind: 'reached' }>> {
  const database = await reachAppDatabase(config).catch((cause: unknown) => {
    if (!(cause instanceof DatabaseError)) throw cause;
    throw new EnvironmentError(cause.message, { cause });
  });
  if (database.kind === 'reached') return database;
  throw new EnvironmentError(
    `there is no database to look at yet: ${database.path} is missing. Run "npx payscope db migrate", or set APP_DATABASE_URL.`,
  );
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
