/**
 * AWS KMS by AWS's own client: Encrypt and Decrypt of a symmetric key. The encryption context binds a
 * wrapped key to its bank, subject and generation, and shows in CloudTrail.
 */
import {
  DecryptCommand,
  EncryptCommand,
  KMSClient,
  type KMSClientConfig,
  KMSServiceException,
} from '@aws-sdk/client-kms';
import {
  contextPairs,
  type KeyProvider,
  KeyProviderError,
  type KeyProviderFailure,
} from './provider.ts';
import { AttemptFailed, type RetryOptions, retrying } from './retry.ts';

export interface AwsKmsOptions {
  /** A key's ARN, not an alias: an alias may be pointed at another key. */
  readonly keyArn: string;
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
  /** The client's own, e.g. its endpoint; credentials are found as AWS's tools find them. */
  readonly client?: KMSClientConfig;
}

const NAME = 'AWS KMS';
const PREFIX = 'aws-kms:';
const ARN = /^arn:aws[\w-]*:kms:([\w-]+):\d{12}:key\/[\w-]+$/;

/** Not of our context, or not of this key: what no asking again will open. */
const BROKEN = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);
/** The caller's fault by their status, and right to ask again all the same. */
const THROTTLED = new Set([
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
]);

/** @throws {RangeError} where the key is named by anything but the ARN of a key. */
export function awsKms({ keyArn, timeoutMs, retry, client }: AwsKmsOptions): KeyProvider {
  const region = ARN.exec(keyArn)?.[1];
  if (region === undefined) {
    throw new RangeError('a KMS key is named by its ARN: arn:aws:kms:<region>:<account>:key/<id>');
  }
  // Asked again by us, as every provider is, within one deadline.
  const kms = new KMSClient({ region, maxAttempts: 1, ...client });
  const keyId = PREFIX + keyArn;
  const ask = <T>(send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>) =>
    retrying(retry, async (remainingMs) => {
      const ms = Math.max(1, Math.ceil(Math.min(timeoutMs, remainingMs)));
      try {
        return await send({ abortSignal: AbortSignal.timeout(ms) });
      } catch (cause) {
        throw failureOf(cause);
      }
    });
  return {
    keyId: async () => keyId,
    knows: (id) => id === keyId,
    wrap: (dataKey, context) =>
      ask(async (options) => {
        const command = new EncryptCommand({
          KeyId: keyArn,
          Plaintext: dataKey,
          EncryptionContext: contextPairs(context),
        });
        const { CiphertextBlob, KeyId } = await kms.send(command, options);
        return { keyId, bytes: checked(CiphertextBlob, KeyId, keyArn) };
      }),
    unwrap: ({ bytes }, context) =>
      ask(async (options) => {
        const command = new DecryptCommand({
          // Named, so that no other key's ciphertext is taken for ours.
          KeyId: keyArn,
          CiphertextBlob: bytes,
          EncryptionContext: contextPairs(context),
        });
        const { Plaintext, KeyId } = await kms.send(command, options);
        return checked(Plaintext, KeyId, keyArn);
      }),
  };
}

function failureOf(cause: unknown): AttemptFailed {
  if (cause instanceof AttemptFailed) return cause;
  const name = cause instanceof Error ? cause.name : 'no error';
  const text = `${NAME} failed: ${name}`;
  const failed = (kind: KeyProviderFailure, again: boolean) =>
    new AttemptFailed(new KeyProviderError(kind, text, { cause }), again);
  if (BROKEN.has(name)) return failed('BROKEN', false);
  const status = cause instanceof KMSServiceException ? cause.$metadata.httpStatusCode : undefined;
  const isRefusal =
    status !== undefined && status >= 400 && status < 500 && status !== 429 && !THROTTLED.has(name);
  return isRefusal ? failed('REFUSED', false) : failed('UNAVAILABLE', true);
}

function checked(
  bytes: Uint8Array | undefined,
  answeredKey: string | undefined,
  askedKey: string,
): Uint8Array {
  if (bytes === undefined || answeredKey === undefined) {
    const text = `${NAME} answered in a shape that is none of its own`;
    // Nothing of it at all is an answer that was lost on its way.
    const isLost = bytes === undefined && answeredKey === undefined;
    throw new AttemptFailed(new KeyProviderError('UNAVAILABLE', text), isLost);
  }
  if (answeredKey === askedKey) return bytes;
  const text = `${NAME} answered with another key than asked for`;
  throw new AttemptFailed(new KeyProviderError('REFUSED', text), false);
}
