/** `payscope policy publish`: approve what somebody else has signed, and put it in force. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { addGatewayOptions, askGateway, type GatewayOptions } from '../ask-gateway.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { renderStatus, STATUS_FIELDS, statusSchema } from './status.ts';

const EXAMPLES = `
Examples:
  $ export PAYSCOPE_TOKEN=$(npx payscope token --role ADMIN --bank HB)
  $ payscope policy publish signed.tar.gz --reason "auditors read metrics, ticket 812"
  $ payscope policy publish signed.tar.gz --reason "…" --replaces 4f1d2c3b9a0e7d65

It takes two people: whoever signed the bundle, and you, who approve it with a token that has policy:publish.
Both are in the audit trail. Nothing is published that could not be recorded.
`;

interface Options extends GatewayOptions {
  readonly reason: string;
  readonly replaces?: string;
  readonly json?: boolean;
}

const payloadSchema = z.object({
  publishPolicy: z.object({
    status: statusSchema.nullable(),
    userErrors: z.array(
      z.object({ code: z.string(), message: z.string(), field: z.string().nullable() }),
    ),
  }),
});

const MUTATION = `mutation PublishPolicy($input: PublishPolicyInput!) {
  publishPolicy(input: $input) {
    status { ${STATUS_FIELDS} }
    userErrors { code message field }
  }
}`;

export function addPublish(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  addGatewayOptions(policy.command('publish'))
    .description('approve a bundle that somebody else has signed, and put it in force')
    .argument('<bundle>', 'a signed bundle file')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .option('--replaces <revision>', 'only if that revision is in force')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (bundle: string, options: Options) =>
      end(await publish(context, bundle, options)),
    );
}

async function publish(
  { environment, terminal }: CommandContext,
  bundle: string,
  options: Options,
): Promise<ExitCode> {
  const archive = await readFile(bundle).catch(() => {
    throw new UsageError(`${bundle} can't be read`);
  });
  const input = {
    bundle: archive.toString('base64'),
    reason: options.reason,
    ...(options.replaces === undefined ? {} : { replaces: options.replaces }),
  };
  const answer = await askGateway(environment, options, { query: MUTATION, variables: { input } });
  const { status, userErrors } = payloadSchema.parse(answer).publishPolicy;
  const { green, red } = terminal.resultColors;
  if (options.json) terminal.result(JSON.stringify({ status, userErrors }, null, 2));
  else if (status) {
    const said = renderStatus(status, terminal.resultColors);
    terminal.result(`${green('✓')} ${bundle} is in force\n${said}`);
  } else {
    for (const { code, message } of userErrors) terminal.result(`${red('✗')} ${message} (${code})`);
  }
  return status ? EXIT.ok : EXIT.findings;
}
