/** The `payscope` command: what it takes, and nothing of how it is done. */
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../lib/config/index.ts';
import type { ProblemKind } from '../workbench/workbench-error.ts';
import { addAuditCommands } from './audit/index.ts';
import { addDataCommands } from './data/index.ts';
import { EnvironmentError, EXIT, type ExitCode, UsageError } from './exits.ts';
import { addKeyCommands } from './keys/index.ts';
import { addOperationsCommands } from './operations/index.ts';
import { addPolicyCommands } from './policy/index.ts';
import { createTerminal, type Environment, type Stream, type Terminal } from './terminal.ts';

export interface Invocation {
  readonly args: readonly string[];
  readonly environment: Environment;
  readonly stdout: Stream;
  readonly stderr: Stream;
}

/** What a command's own code gets. */
export interface CommandContext {
  readonly environment: Environment;
  readonly terminal: Terminal;
}

const EXAMPLES = `
Examples:
  $ payscope start                                   the gateway on real payments, Ctrl-C ends it
  $ payscope token --role ANALYST --bank AB          a token to try it with
  $ payscope token --role AUDITOR --bank HB --ttl 15m --json
  $ payscope doctor                                  what keeps it from running, and the cure
  $ payscope data load                               the data set into DATABASE_URL

Exit codes: 0 done, 1 findings or failures, 2 wrong usage or configuration, 3 the machine lacks something.
Results go to stdout, progress to stderr. NO_COLOR turns colours off.
`;

const LINT_EXAMPLES = `
Examples:
  $ payscope db lint                                    what the next start would refuse, and the cure
  $ payscope db lint --json                             the same for a program: table, what, fix
  $ APP_DATABASE_URL=postgres://… payscope db lint      another database, as the role that serves
`;

const CERTS_EXAMPLES = `
What is good stays; what has less than a third of its time left is renewed. Nothing is overwritten that
this command did not make. The authority can sign for these names only, and is for development: elsewhere
your own signs, with spiffe://payscope/<service> as the URI of each certificate (docs/hop.md).

Examples:
  $ payscope certs                                      into .data/certs, as npm start does
  $ payscope certs --dir /etc/payscope --names db.internal,10.1.2.3
  $ payscope certs --force                              new ones at once, under traffic as well
`;

/** Runs one command line to its exit code. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const terminal = createTerminal(invocation, invocation.environment);
  const context = { environment: invocation.environment, terminal };
  let exit: ExitCode = EXIT.ok;
  const program = describeProgram(invocation, context, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...invocation.args], { from: 'user' });
    return exit;
  } catch (error) {
    return explain(error, terminal);
  }
}

function describeProgram(
  streams: Pick<Invocation, 'stdout' | 'stderr'>,
  context: CommandContext,
  end: (code: ExitCode) => void,
): Command {
  const program = new Command('payscope')
    .description('A federated GraphQL gateway for payments, with policy decided for every field.')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    });

  program
    .command('start')
    .description('start everything: PostgreSQL, the data, four subgraphs, the gateway')
    .action(async () => end(await (await import('./start/index.ts')).start(context)));

  program
    .command('token')
    .description('print a token of the development issuer')
    .requiredOption('--role <role>', 'one of the roles in policies/roles/data.json')
    .requiredOption('--bank <code>', 'two-letter code of a bank of the data, HB for the home bank')
    .option('--ttl <duration>', 'how long it is good for: 90s, 15m, 1h, 7d', '1h')
    .option('--client <name>', 'the program it is for, as in policies/clients/data.json')
    .option('--json', 'print token, claims and expiry as JSON')
    .action(async (options) =>
      end(await (await import('./token-command.ts')).token(context, options)),
    );

  addDataCommands(program, context, end);
  addDatabaseCommands(program, context, end);
  addCertsCommand(program, context, end);

  const secrets = program
    .command('secrets')
    .description(
      'make what docker-compose.yml mounts: keys, passwords, a signed policy; what is there stays',
    )
    .option('--dir <folder>', 'where to', 'deploy/secrets')
    .option('--policy <folder>', 'where the signed policy goes', 'deploy/policy')
    .action(async (options) =>
      end(await (await import('./secrets-command.ts')).makeSecrets(context, options)),
    );
  secrets
    .command('rotate')
    .description('change the key between gateway and subgraphs while they serve; takes 70 seconds')
    .option('--dir <folder>', 'where hop.private.json is', 'deploy/secrets')
    .option('--json', 'print the result as JSON')
    .action(async (_options, command) =>
      end(
        await (await import('./rotate-hop-command.ts')).rotateHop(
          context,
          command.optsWithGlobals(),
        ),
      ),
    );

  program
    .command('doctor')
    .description('look for what keeps the gateway from running')
    .option('--json', 'print the findings as JSON')
    .action(async (options) =>
      end(await (await import('./doctor/index.ts')).doctor(context, options)),
    );
  addPolicyCommands(program, context, end);
  addOperationsCommands(program, context, end);
  addAuditCommands(program, context, end);
  addKeyCommands(program, context, end);
  return program;
}

function addCertsCommand(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  program
    .command('certs')
    .description('certificates for development: an authority, gateway, subgraphs, PostgreSQL')
    .addHelpText('after', CERTS_EXAMPLES)
    .option('--dir <folder>', 'where to', '.data/certs')
    .option('--days <number>', 'how long a certificate is good for, 1 to 365', '30')
    .option('--names <list>', 'further DNS names and addresses, separated by commas')
    .option('--force', 'renew all, whatever time is left')
    .option('--json', 'print what was made as JSON')
    .action(async (options) =>
      end(await (await import('./certs-command.ts')).makeCertificates(context, options)),
    );
}

function addDatabaseCommands(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const db = program.command('db').description('the database');
  db.command('migrate')
    .description('make the roles, apply the migrations, check what keeps tenants apart')
    .action(async () => end(await (await import('./db-command.ts')).migrateDatabase(context)));
  db.command('lint')
    .description('what keeps the database from separating banks, and what repairs it')
    .addHelpText('before', LINT_EXAMPLES)
    .option('--json', 'print the findings as JSON')
    .action(async (options) =>
      end(await (await import('./db-lint-command.ts')).lintCommand(context, options)),
    );
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { red } = terminal.colors;
  if (error instanceof UsageError || error instanceof ConfigError) {
    terminal.progress(`${red('payscope:')} ${error.message}`);
    return EXIT.usage;
  }
  if (error instanceof EnvironmentError) {
    terminal.progress(`${red('payscope:')} ${error.message}`);
    return EXIT.environment;
  }
  const workbench = workbenchProblem(error);
  if (workbench !== undefined) {
    terminal.progress(`${red('payscope:')} ${workbench.message}`);
    return EXIT[workbench.kind];
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.progress(`${red('payscope failed:')} ${text}`);
  return EXIT.findings;
}

/** An installation has no workbench/, so its errors are known by name, and not by their class. */
function workbenchProblem(
  error: unknown,
): { readonly message: string; readonly kind: ProblemKind } | undefined {
  if (!(error instanceof Error) || error.name !== 'WorkbenchError') return undefined;
  const kind = 'kind' in error ? error.kind : undefined;
  if (kind !== 'usage' && kind !== 'environment')
    return { message: error.message, kind: 'findings' };
  return { message: error.message, kind };
}
