/** `payscope data erase`, `approve-erasure` and `reject-erasure`: by the gateway, as a person with a token. */
import { z } from 'zod';
import { erasureRequests } from '../../subgraphs/facts/tables.ts';
import { askGateway, type GatewayOptions } from '../ask-gateway.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { describeRequest, REQUEST_FIELDS, requestSchema } from './request.ts';

interface Options extends GatewayOptions {
  readonly json?: boolean;
}

interface EraseOptions extends Options {
  readonly subject: string;
  readonly kind: string;
  readonly reason: string;
}

const KINDS: readonly string[] = erasureRequests.subjectKind.enumValues;

const payloadSchema = z.object({
  payload: z.object({
    request: requestSchema.nullable(),
    userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
});

export function erase(
  context: CommandContext,
  { subject, kind, reason, ...options }: EraseOptions,
): Promise<ExitCode> {
  const named = kind.toUpperCase().replaceAll('-', '_');
  if (!KINDS.includes(named)) {
    throw new UsageError(`--kind: got "${kind}"; takes account-holder or counterparty`);
  }
  const input = { subject: { kind: named, id: subject }, reason };
  return change(context, options, { name: 'requestErasure', input });
}

export function approveErasure(
  context: CommandContext,
  id: string,
  options: Options,
): Promise<ExitCode> {
  return change(context, options, { name: 'approveErasure', input: { id } });
}

export function rejectErasure(
  context: CommandContext,
  id: string,
  options: Options,
): Promise<ExitCode> {
  return change(context, options, { name: 'rejectErasure', input: { id } });
}

async function change(
  { environment, terminal }: CommandContext,
  { json, ...options }: Options,
  { name, input }: { readonly name: string; readonly input: object },
): Promise<ExitCode> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation Erasure($input: ${type}!) {
    payload: ${name}(input: $input) { request { ${REQUEST_FIELDS} } userErrors { code message } } }`;
  const answer = await askGateway(environment, options, { query, variables: { input } });
  const { request, userErrors } = payloadSchema.parse(answer).payload;
  const { green, red } = terminal.resultColors;
  if (json) terminal.result(JSON.stringify({ request, userErrors }, null, 2));
  else if (request) terminal.result(`${green('✓')} ${describeRequest(request)}`);
  else {
    for (const { code, message } of userErrors) terminal.result(`${red('✗')} ${message} (${code})`);
  }
  return request ? EXIT.ok : EXIT.findings;
}
