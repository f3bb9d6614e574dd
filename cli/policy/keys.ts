/** `payscope policy keys`: who may sign. */
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';

const EXAMPLES = `
Examples:
  $ payscope policy keys new --subject alice@bank                        alice@bank.private.json, policy-trust.json
  $ payscope policy keys new --subject bob@bank --trust /etc/payscope/policy-trust.json

The private key stays with its owner. The trust file is what POLICY_KEYS_FILE of the gateways names: whoever is
in it may sign policy, so guard it like the gateways themselves. Take a key out of it to trust it no more.
`;

interface Options {
  readonly subject: string;
  readonly scope: string;
  readonly key?: string;
  readonly trust: string;
  readonly json?: boolean;
}

export function addKeys(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const keys = policy
    .command('keys')
    .description('the keys policy is signed with')
    .addHelpText('before', EXAMPLES);
  keys
    .command('new')
    .description('make a key pair: a private key file, and an entry in a trust file')
    .requiredOption('--subject <who>', 'the person or machine that will sign with it')
    .option('--scope <scope>', 'what it may sign', 'payscope')
    .option('--key <file>', 'the private key; <subject>.private.json unless told otherwise')
    .option('--trust <file>', 'the trust file to add it to', 'policy-trust.json')
    .option('--json', 'print files and key id as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (options: Options) => end(await makeKey(context.terminal, options)));
}

async function makeKey(terminal: Terminal, options: Options): Promise<ExitCode> {
  const { addToTrust, makeSignerKey } = await import('../../workbench/signer-keys.ts');
  const { subject, scope, trust } = options;
  const key = options.key ?? `${subject.replace(/[^\w.@-]+/g, '-')}.private.json`;
  const { kid } = await makeSignerKey(key, { subject, scope });
  await addToTrust(trust, key);
  const text = options.json
    ? JSON.stringify({ key, trust, kid, subject, scope }, null, 2)
    : `${key}: the private key of ${subject}; keep it, and keep it to yourself\n${trust}: trusts it to sign for ${scope} (key ${kid})`;
  terminal.result(text);
  return EXIT.ok;
}
