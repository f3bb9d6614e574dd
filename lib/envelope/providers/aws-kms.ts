/**
 * AWS KMS by its JSON 1.1 protocol: Encrypt and Decrypt of a symmetric key. The encryption context
 * binds a wrapped key to its bank, subject and generation, and shows in CloudTrail.
 */
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { type AwsCredentials, signAwsRequest } from './aws-signature.ts';
import { type Answer, call, readAnswer } from './call.ts';
import { contextPairs, type KeyProvider, KeyProviderError } from './provider.ts';
import { AttemptFailed, type RetryOptions, retrying } from './retry.ts';

export interface AwsKmsOptions {
  /** E.g. https://kms.eu-central-1.amazonaws.com */
  readonly endpoint: URL;
  readonly region: string;
  /** A key's ARN, not an alias: an alias may be pointed at another key. */
  readonly keyArn: string;
  /** Asked for at each attempt, so that renewed ones are used. */
  readonly credentials: () => Promise<AwsCredentials>;
  readonly now: () => Date;
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
  readonly dispatcher?: Dispatcher | undefined;
}

const NAME = 'AWS KMS';
const PREFIX = 'aws-kms:';
const Encrypted = z.object({ CiphertextBlob: z.base64(), KeyId: z.string() });
const Decrypted = z.object({ Plaintext: z.base64(), KeyId: z.string() });
const Failed = z.object({ __type: z.string() });

/** Not of our context, or not of this key: what no asking again will open. */
const BROKEN = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);
/** Answered as 400, and right to ask again all the same. */
const THROTTLED = new Set(['ThrottlingException', 'RequestLimitExceeded', 'TooManyRequests']);

/** @throws {RangeError} where the key is named by anything but the ARN of a key. */
export function awsKms(options: AwsKmsOptions): KeyProvider {
  const { keyArn } = options;
  if (!/^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(keyArn)) {
    throw new RangeError('a KMS key is named by its ARN: arn:aws:kms:<region>:<account>:key/<id>');
  }
  const keyId = PREFIX + keyArn;
  return {
    keyId: async () => keyId,
    knows: (id) => id === keyId,
    wrap: async (dataKey, context) => {
      const answer = await ask(options, 'Encrypt', {
        KeyId: keyArn,
        Plaintext: Buffer.from(dataKey).toString('base64'),
        EncryptionContext: contextPairs(context),
      });
      const { CiphertextBlob, KeyId } = readAnswer(Encrypted, answer);
      checkKey(KeyId, keyArn);
      return { keyId, bytes: Buffer.from(CiphertextBlob, 'base64') };
    },
    unwrap: async ({ bytes }, context) => {
      const answer = await ask(options, 'Decrypt', {
        // Named, so that no other key's ciphertext is taken for ours.
        KeyId: keyArn,
        CiphertextBlob: Buffer.from(bytes).toString('base64'),
        EncryptionContext: contextPairs(context),
      });
      const { Plaintext, KeyId } = readAnswer(Decrypted, answer);
      checkKey(KeyId, keyArn);
      return Buffer.from(Plaintext, 'base64');
    },
  };
}

function ask(options: AwsKmsOptions, action: string, input: object): Promise<Answer> {
  const { endpoint, region, credentials, now, timeoutMs, retry, dispatcher } = options;
  const body = JSON.stringify(input);
  return retrying(retry, async (remainingMs) => {
    const headers = signAwsRequest({
      credentials: await credentials(),
      region,
      service: 'kms',
      host: endpoint.host,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `TrentService.${action}`,
      },
      body,
      now: now(),
    });
    return checkStatus(
      await call({
        name: NAME,
        url: new URL('/', endpoint),
        method: 'POST',
        headers,
        body,
        timeoutMs: Math.min(timeoutMs, remainingMs),
        dispatcher,
      }),
    );
  });
}

function checkStatus(answer: Answer): Answer {
  const { status, json, retryAfterMs } = answer;
  if (status === 200) return answer;
  const failed = Failed.safeParse(json);
  // Some answers put the namespace before the name.
  const type = failed.success ? (failed.data.__type.split('#').at(-1) ?? '') : '';
  const text = `${NAME} answered ${status} ${type}`.trimEnd();
  if (BROKEN.has(type)) throw new AttemptFailed(new KeyProviderError('BROKEN', text), false);
  const again = status >= 500 || status === 429 || THROTTLED.has(type);
  const kind = again ? 'UNAVAILABLE' : 'REFUSED';
  throw new AttemptFailed(new KeyProviderError(kind, text), again, retryAfterMs);
}

function checkKey(answered: string, asked: string): void {
  if (answered !== asked) {
    throw new KeyProviderError('REFUSED', `${NAME} answered with another key than asked for`);
  }
}
