/** `payscope policy verify`: would a gateway take this bundle, and whose is it? */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';

const EXAMPLES = `
Examples:
  $ payscope policy verify signed.tar.gz --keys policy-trust.json
  $ payscope policy verify signed.tar.gz --keys policy-trust.json --above 41    newer than what is in force
`;

interface Options {
  readonly keys: string;
  readonly scope: string;
  readonly above?: string;
  readonly json?: boolean;
}

export function addVerify(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('verify')
    .description('check the signature of a bundle as the gateway does; exit 1 with the reason')
    .argument('<bundle>', 'a bundle file')
    .requiredOption('--keys <file>', 'the trust file: a JWK Set of those who may sign')
    .option('--scope <scope>', 'what it must be signed for', 'payscope')
    .option('--above <serial>', 'refuse this serial and those below')
    .option('--json', 'print signer, serial, expiry and revision, or the reason, as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (bundle: string, options: Options) =>
      end(await verify(context.terminal, bundle, options)),
    );
}

async function verify(terminal: Terminal, bundle: string, options: Options): Promise<ExitCode> {
  const { BundleError, parseTrust, verifyBundle } = await import('../../gateway/policy/index.ts');
  const archive = await read(bundle);
  const trust = await parseTrust((await read(options.keys)).toString('utf8')).catch(() => {
    throw new UsageError(
      `--keys: ${options.keys} is no JWK Set whose keys have a subject and a scope`,
    );
  });
  const last = options.above === undefined ? undefined : seen(options.above);
  const { green, red, bold } = terminal.resultColors;
  try {
    const verified = await verifyBundle(archive, trust, {
      now: new Date(),
      scope: options.scope,
      last,
    });
    const { revision, serial, signer, signedAt, expiresAt, sha256 } = verified;
    const times = { signed_at: signedAt.toISOString(), expires_at: expiresAt.toISOString() };
    terminal.result(
      options.json
        ? JSON.stringify({ ok: true, revision, serial, signer, ...times, sha256 }, null, 2)
        : [
            `${green('✓')} ${bold(bundle)} is signed by ${bold(signer.subject)}`,
            `  revision  ${revision}`,
            `  serial    ${serial}`,
            `  signed    ${times.signed_at}`,
            `  expires   ${times.expires_at}`,
            `  key       ${signer.kid}`,
          ].join('\n'),
    );
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const { kind: reason, message } = error;
    terminal.result(
      options.json
        ? JSON.stringify({ ok: false, reason, message }, null, 2)
        : `${red('✗')} ${bold(bundle)}: ${message} (${reason})`,
    );
    return EXIT.findings;
  }
}

function read(file: string): Promise<Buffer> {
  return readFile(file).catch(() => {
    throw new UsageError(`${file} can't be read`);
  });
}

function seen(text: string): { readonly serial: number; readonly sha256: string } {
  if (!/^\d{1,15}$/.test(text)) {
    throw new UsageError(`--above: got "${text}"; takes a whole number`);
  }
  return { serial: Number(text), sha256: '' };
}
