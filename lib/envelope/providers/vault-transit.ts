/**
 * HashiCorp Vault's transit engine by its HTTP API: the key-encryption key never leaves it. The key
 * is of type aes256-gcm96, whose `associated_data` binds a wrapped key to its context.
 */
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { encodeParts } from '../place.ts';
import { type Answer, call, readAnswer } from './call.ts';
import { contextPairs, type KeyContext, type KeyProvider, KeyProviderError } from './provider.ts';
import { AttemptFailed, type RetryOptions, retrying } from './retry.ts';

export interface VaultTransitOptions {
  /** E.g. https://vault.example:8200 */
  readonly address: URL;
  /** The engine's mount, `transit` unless moved. */
  readonly mount: string;
  readonly keyName: string;
  /** Asked for at each attempt, so that a renewed one is used. */
  readonly token: () => Promise<string>;
  readonly namespace?: string | undefined;
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
  readonly dispatcher?: Dispatcher | undefined;
}

const NAME = 'Vault transit';
const Encrypted = z.object({
  data: z.object({ ciphertext: z.string().regex(/^vault:v\d+:\S+$/) }),
});
const Decrypted = z.object({ data: z.object({ plaintext: z.base64() }) });
const Described = z.object({ data: z.object({ latest_version: z.number().int().positive() }) });

/** @example const provider = vaultTransit({ address, mount: 'transit', keyName: 'payscope', … }) */
export function vaultTransit(options: VaultTransitOptions): KeyProvider {
  const { mount, keyName } = options;
  const prefix = `vault:${mount}/${keyName}:`;
  const path = (verb: string): string => `/v1/${mount}/${verb}/${encodeURIComponent(keyName)}`;
  return {
    keyId: async () => {
      const answer = await ask(options, 'GET', path('keys'));
      return `${prefix}v${readAnswer(Described, answer).data.latest_version}`;
    },
    knows: (keyId) => keyId.startsWith(prefix),
    wrap: async (dataKey, context) => {
      const plaintext = Buffer.from(dataKey).toString('base64');
      const answer = await ask(options, 'POST', path('encrypt'), {
        plaintext,
        associated_data: boundTo(context),
      });
      const { ciphertext } = readAnswer(Encrypted, answer).data;
      return { keyId: prefix + versionOf(ciphertext), bytes: Buffer.from(ciphertext, 'utf8') };
    },
    unwrap: async ({ keyId, bytes }, context) => {
      const ciphertext = Buffer.from(bytes).toString('utf8');
      if (keyId !== prefix + versionOf(ciphertext)) {
        throw new KeyProviderError('BROKEN', `${NAME}: the wrapped key is not of ${keyId}`);
      }
      const answer = await ask(options, 'POST', path('decrypt'), {
        ciphertext,
        associated_data: boundTo(context),
      });
      return Buffer.from(readAnswer(Decrypted, answer).data.plaintext, 'base64');
    },
  };
}

function ask(
  options: VaultTransitOptions,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Answer> {
  const { address, token, namespace, timeoutMs, retry, dispatcher } = options;
  return retrying(retry, async (remainingMs) => {
    const answer = await call({
      name: NAME,
      url: new URL(path, address),
      method,
      headers: {
        'content-type': 'application/json',
        'x-vault-token': await token(),
        'x-vault-request': 'true',
        ...(namespace ? { 'x-vault-namespace': namespace } : {}),
      },
      timeoutMs: Math.min(timeoutMs, remainingMs),
      dispatcher,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return checkStatus(answer);
  });
}

/** https://developer.hashicorp.com/vault/api-docs#http-status-codes; 400 is what no key opens. */
function checkStatus(answer: Answer): Answer {
  const { status, retryAfterMs } = answer;
  if (status === 200) return answer;
  const text = `${NAME} answered ${status}`;
  if (status === 400) throw new AttemptFailed(new KeyProviderError('BROKEN', text), false);
  // 412: a replica that has not caught up; 472, 473: standby nodes.
  const again = status === 412 || status === 429 || status === 472 || status >= 473;
  const kind = again ? 'UNAVAILABLE' : 'REFUSED';
  throw new AttemptFailed(new KeyProviderError(kind, text), again, retryAfterMs);
}

function versionOf(ciphertext: string): string {
  return ciphertext.split(':')[1] ?? '';
}

function boundTo(context: KeyContext): string {
  return encodeParts(Object.entries(contextPairs(context)).flat()).toString('base64');
}
