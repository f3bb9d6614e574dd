/** `payscope policy rollback`: an earlier policy, signed as the newest. */
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { bundleForGateway } from './bundle-for-gateway.ts';
import { versionAt } from './version-at.ts';
import { writeSigned } from './write-signed.ts';

const EXAMPLES = `
Examples:
  $ payscope policy rollback git:HEAD~1 --key alice.private.json -o back.tar.gz
  $ payscope policy rollback last-week.tar.gz --key alice.private.json -o back.tar.gz --expires 7d

Gateways take no older serial, so that nobody can hand them an old policy. To go back, somebody signs the old
one anew, and somebody else publishes it, as with any other policy. It is compared with what is in policies/
first, so that you see what going back opens and closes: payscope policy diff policies git:HEAD~1
`;

interface Options {
  readonly key: string;
  readonly output: string;
  readonly expires: string;
  readonly json?: boolean;
}

export function addRollback(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('rollback')
    .description('sign an earlier policy as the newest, for somebody else to publish')
    .argument('<to>', 'a git revision, a policies folder, or a bundle file')
    .requiredOption('--key <file>', 'your private key, made by `payscope policy keys new`')
    .requiredOption('-o, --output <file>', 'where to write it')
    .option('--expires <duration>', 'how long it may be put in force: 12h, 90d', '90d')
    .option('--json', 'print what was signed as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (to: string, options: Options) =>
      end(await rollback(context.terminal, to, options)),
    );
}

async function rollback(terminal: Terminal, to: string, options: Options): Promise<ExitCode> {
  const { bundle, name, revision } = await versionAt(to);
  if (!(await bundleForGateway(terminal, bundle))) return EXIT.findings;
  const { file, subject, serial, expiresAt } = await writeSigned(bundle, options);
  terminal.result(
    options.json
      ? JSON.stringify({ file, revision, subject, serial, expires_at: expiresAt }, null, 2)
      : `${file}: revision ${revision} of ${name}, signed by ${subject}, serial ${serial}`,
  );
  terminal.progress(`Somebody else puts it in force: payscope policy publish ${file} --reason "…"`);
  return EXIT.ok;
}
