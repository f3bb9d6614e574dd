/** `payscope policy rollback`: an earlier policy, signed as the newest. */
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { parseExpiresMs } from './sign.ts';
import { versionAt } from './version-at.ts';

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
  const { loadSigner } = await import('../../workbench/signer-keys.ts');
  const { nextSerial, signBundle } = await import('../../workbench/sign.ts');
  const { BundleError, readBundle } = await import('../../gateway/policy/index.ts');
  const { writeWhole } = await import('../../lib/write-whole.ts');
  const version = await versionAt(to);
  const { revision } = version;
  try {
    await readBundle(version.bundle);
  } catch (error) {
    // An older policy can be looked at, and yet lack what the gateway asks today.
    if (!(error instanceof BundleError)) throw error;
    terminal.progress(`${terminal.colors.red('✗')} the gateway would refuse it: ${error.message}`);
    return EXIT.findings;
  }
  const signer = await loadSigner(options.key);
  const signedAt = new Date();
  const expiresAt = new Date(signedAt.getTime() + parseExpiresMs(options.expires));
  const serial = nextSerial(signedAt);
  const signed = await signBundle(version.bundle, { signer, serial, signedAt, expiresAt });
  await writeWhole(options.output, signed, 0o644);
  const { subject } = signer;
  const said = { file: options.output, revision, subject, serial };
  const next = `payscope policy publish ${options.output} --reason "…"`;
  terminal.result(
    options.json
      ? JSON.stringify({ ...said, expires_at: expiresAt.toISOString() }, null, 2)
      : `${options.output}: revision ${revision} of ${version.name}, signed by ${subject}, serial ${serial}`,
  );
  terminal.progress(`Somebody else puts it in force: ${next}`);
  return EXIT.ok;
}
