/** `payscope policy status`: what a running gateway decides by. */
import type { Command } from 'commander';
import { z } from 'zod';
import { addGatewayOptions, askGateway, type GatewayOptions } from '../ask-gateway.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Colors } from '../terminal.ts';

const EXAMPLES = `
Examples:
  $ export PAYSCOPE_TOKEN=$(npx payscope token --role ADMIN --bank HB)
  $ payscope policy status
  $ payscope policy status --json | jq .shadow.differences

Takes a token with policy:read. Exit 1 when the signature in force has expired.
`;

/** The fields a status is asked for with; publishing answers with them too. */
export const STATUS_FIELDS = `revision serial signer signedAt expiresAt source inForceSince
  lastRefusal { at reason message }
  shadow { state revision message since operations uncompared
    differences { role coordinate from to operationName client count lastAt decisionId } }`;

const difference = z.object({
  role: z.string(),
  coordinate: z.string(),
  from: z.string(),
  to: z.string(),
  operationName: z.string().nullable(),
  client: z.string(),
  count: z.number(),
  lastAt: z.string(),
  decisionId: z.string(),
});

export const statusSchema = z.object({
  revision: z.string(),
  serial: z.number(),
  signer: z.string(),
  signedAt: z.string(),
  expiresAt: z.string(),
  source: z.string(),
  inForceSince: z.string(),
  lastRefusal: z.object({ at: z.string(), reason: z.string(), message: z.string() }).nullable(),
  shadow: z
    .object({
      state: z.string(),
      revision: z.string().nullable(),
      message: z.string().nullable(),
      since: z.string(),
      operations: z.number(),
      uncompared: z.number(),
      differences: z.array(difference),
    })
    .nullable(),
});

export type Status = z.output<typeof statusSchema>;

const DIFFERENCES_SHOWN = 20;

export function addStatus(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  addGatewayOptions(policy.command('status'))
    .description('the policy in force at a gateway, and what its candidate would change')
    .option('--json', 'print it as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (options: GatewayOptions & { readonly json?: boolean }) =>
      end(await status(context, options)),
    );
}

async function status(
  { environment, terminal }: CommandContext,
  options: GatewayOptions & { readonly json?: boolean },
): Promise<ExitCode> {
  const query = `query PolicyStatus { policyStatus { ${STATUS_FIELDS} } }`;
  const answer = await askGateway(environment, options, { query });
  const found = z.object({ policyStatus: statusSchema }).parse(answer).policyStatus;
  const text = options.json
    ? JSON.stringify(found, null, 2)
    : renderStatus(found, terminal.resultColors);
  terminal.result(text);
  return Date.parse(found.expiresAt) < Date.now() ? EXIT.findings : EXIT.ok;
}

export function renderStatus(status: Status, { bold, red, yellow }: Colors): string {
  const { lastRefusal, shadow } = status;
  const isOver = Date.parse(status.expiresAt) < Date.now();
  const lines = [
    `revision  ${bold(status.revision)}`,
    `serial    ${status.serial}`,
    `signed    ${status.signedAt} by ${status.signer}`,
    `expires   ${status.expiresAt}${isOver ? red('  expired: sign and publish it anew') : ''}`,
    `source    ${status.source}`,
    `in force  since ${status.inForceSince}`,
  ];
  if (lastRefusal) {
    const { at, reason, message } = lastRefusal;
    lines.push(`${yellow('refused')}   ${at}: ${message} (${reason})`);
  }
  if (shadow) lines.push(...renderShadow(shadow));
  return lines.join('\n');
}

function renderShadow(shadow: NonNullable<Status['shadow']>): readonly string[] {
  const { differences, state, revision, message, operations, uncompared } = shadow;
  const why = message ? `: ${message}` : '';
  const head = `shadow    ${revision ?? 'none'} ${state}${why}, ${operations} operations compared, ${uncompared} not`;
  if (differences.length === 0) return [`${head}, no difference`];
  const shown = differences
    .slice(0, DIFFERENCES_SHOWN)
    .map(
      ({ count, role, coordinate, from, to, client, operationName }) =>
        `  ${String(count).padStart(6)}  ${from} → ${to}  ${role}  ${coordinate}  (${client}, ${operationName ?? 'unnamed'})`,
    );
  const more = differences.length - shown.length;
  return [head, ...shown, ...(more > 0 ? [`          and ${more} more; --json has all`] : [])];
}
