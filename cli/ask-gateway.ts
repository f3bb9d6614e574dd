/** Asks a running gateway, as its clients do. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { EnvironmentError, UsageError } from './exits.ts';
import type { Environment } from './terminal.ts';

export interface GatewayOptions {
  readonly url?: string;
  readonly tokenFile?: string;
}

const URL_DEFAULT = 'http://127.0.0.1:4000';

/** Adds the options of every command that asks a gateway. */
export function addGatewayOptions(command: Command): Command {
  return command
    .option('--url <url>', `the gateway; or set PAYSCOPE_URL; ${URL_DEFAULT} unless told otherwise`)
    .option('--token-file <file>', 'a file with your token; or set PAYSCOPE_TOKEN');
}

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({ code: z.string(), hint: z.string().optional() }),
      }),
    )
    .optional(),
});

const TIMEOUT_MS = 30_000;

/**
 * @throws {UsageError} without a token, {EnvironmentError} when there is no gateway to be had or
 *   it refuses; the message is the gateway's own, with its code and hint.
 */
export async function askGateway(
  environment: Environment,
  options: GatewayOptions,
  operation: { readonly query: string; readonly variables?: object },
): Promise<Readonly<Record<string, unknown>>> {
  const url = options.url ?? (environment.PAYSCOPE_URL?.trim() || URL_DEFAULT);
  if (!URL.canParse(url)) throw new UsageError(`--url: got "${url}"; takes an http(s) URL`);
  const token = await tokenOf(environment, options.tokenFile);
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(operation),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new EnvironmentError(`there is no gateway at ${url}; is it running? (--url)`, { cause });
  });
  const parsed = answerSchema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new EnvironmentError(`${url} answers, and is no gateway of ours`);
  const { data, errors = [] } = parsed.data;
  const [first] = errors;
  if (first) {
    const { code, hint } = first.extensions;
    throw new EnvironmentError(`${first.message} (${code})${hint ? `\n  ${hint}` : ''}`);
  }
  return data ?? {};
}

async function tokenOf(environment: Environment, file: string | undefined): Promise<string> {
  if (file === undefined) {
    const token = environment.PAYSCOPE_TOKEN?.trim();
    if (token) return token;
    throw new UsageError(
      'no token: set PAYSCOPE_TOKEN, or name a file with --token-file\n' +
        '  in development: export PAYSCOPE_TOKEN=$(npx payscope token --role ADMIN --bank HB)',
    );
  }
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--token-file: ${file} can't be read`);
  });
  return text.trim();
}
