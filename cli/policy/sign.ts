/** `payscope policy sign`: whose bundle it is, which one of theirs, and until when. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { writeSigned } from './write-signed.ts';

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
  const { unpackArchive } = await import('../../gateway/policy/archive.ts');
  const archive = await readFile(bundle).catch(() => {
    throw new UsageError(`${bundle} can't be read`);
  });
  await unpackArchive(archive).catch(() => {
    throw new UsageError(`${bundle} is no bundle`);
  });
  const { expiresAt, ...signed } = await writeSigned(archive, {
    ...options,
    output: options.output ?? bundle,
  });
  const { file, subject, serial } = signed;
  const text = options.json
    ? JSON.stringify({ ...signed, expires_at: expiresAt }, null, 2)
    : `${file}: signed by ${subject}, serial ${serial}, until ${expiresAt}`;
  terminal.result(text);
  return EXIT.ok;
}
