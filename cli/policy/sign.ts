/** `payscope policy sign`: whose bundle it is, which one of theirs, and until when. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';

const EXAMPLES = `
Examples:
  $ payscope policy sign bundle.tar.gz --key alice.private.json
  $ payscope policy sign policies/bundle/bundle.tar.gz --key alice.private.json -o signed.tar.gz
  $ payscope policy sign bundle.tar.gz --key alice.private.json --serial 41 --expires 30d

The serial only ever grows: a gateway that had one takes no lower one. auto is the time in seconds, and higher
than that of the bundle that is in the output file already.
`;

interface Options {
  readonly key: string;
  readonly serial: string;
  readonly expires: string;
  readonly scope?: string;
  readonly output?: string;
  readonly json?: boolean;
}

export function addSign(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  policy
    .command('sign')
    .description('sign a bundle; gateways take no other')
    .argument('<bundle>', 'a bundle file')
    .requiredOption('--key <file>', 'your private key, made by `payscope policy keys new`')
    .option('--serial <serial>', 'a whole number, or auto', 'auto')
    .option('--expires <duration>', 'how long it may be put in force: 12h, 90d', '90d')
    .option('--scope <scope>', "what it is for; the key's own scope unless told otherwise")
    .option('-o, --output <file>', 'where to write it; in place unless told otherwise')
    .option('--json', 'print what was signed as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (bundle: string, options: Options) =>
      end(await sign(context.terminal, bundle, options)),
    );
}

async function sign(terminal: Terminal, bundle: string, options: Options): Promise<ExitCode> {
  const { loadSigner } = await import('../../workbench/signer-keys.ts');
  const { nextSerial, serialIn, signBundle } = await import('../../workbench/sign.ts');
  const { unpackArchive } = await import('../../gateway/policy/archive.ts');
  const { writeWhole } = await import('../../lib/write-whole.ts');
  const output = options.output ?? bundle;
  const archive = await readFile(bundle).catch(() => {
    throw new UsageError(`${bundle} can't be read`);
  });
  await unpackArchive(archive).catch(() => {
    throw new UsageError(`${bundle} is no bundle`);
  });
  // A signature has whole seconds; what is printed is what is signed.
  const signedAt = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const expiresAt = new Date(signedAt.getTime() + parseExpiresMs(options.expires));
  const before = output === bundle ? archive : await readFile(output).catch(() => undefined);
  const last = before && (await serialIn(before).catch(() => undefined));
  const serial =
    options.serial === 'auto' ? nextSerial(signedAt, last) : parseSerial(options.serial);
  const own = await loadSigner(options.key);
  const signer = { ...own, scope: options.scope ?? own.scope };
  const signed = await signBundle(archive, { signer, serial, signedAt, expiresAt });
  await writeWhole(output, signed, 0o644);
  const { subject, kid, scope } = signer;
  const said = { file: output, subject, kid, scope, serial, expires_at: expiresAt.toISOString() };
  const text = options.json
    ? JSON.stringify(said, null, 2)
    : `${output}: signed by ${subject}, serial ${serial}, until ${said.expires_at}`;
  terminal.result(text);
  return EXIT.ok;
}

function parseSerial(text: string): number {
  const serial = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(serial)) return serial;
  throw new UsageError(`--serial: got "${text}"; takes a whole number, or auto`);
}

const HOUR_MS = 3_600_000;
const EXPIRES_MS_MAX = 400 * 24 * HOUR_MS;

export function parseExpiresMs(text: string): number {
  const [, amount, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  const ms = Number(amount) * (unit === 'd' ? 24 : 1) * HOUR_MS;
  if (ms > 0 && ms <= EXPIRES_MS_MAX) return ms;
  throw new UsageError(`--expires: got "${text}"; takes 1h to 400d, as 12h or 90d`);
}
