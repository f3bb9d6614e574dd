/** A data key wrapped by a key that is in this process: AES-256-GCM, bound to what it is for. */
import { randomBytes } from 'node:crypto';
import { decryptGcm, encryptGcm, NONCE_BYTES } from '../aes-gcm.ts';
import { encodeParts } from '../place.ts';
import { contextPairs, type KeyContext, KeyProviderError, type WrappedKey } from './provider.ts';

export interface WrappingKey {
  readonly keyId: string;
  readonly key: Uint8Array;
}

/** Nonce, ciphertext, tag. Key id and context are authenticated with it. */
export function wrapWith(
  { keyId, key }: WrappingKey,
  dataKey: Uint8Array,
  context: KeyContext,
): WrappedKey {
  const nonce = randomBytes(NONCE_BYTES);
  const encrypted = encryptGcm({ key, nonce, bound: boundTo(keyId, context) }, dataKey);
  return { keyId, bytes: Buffer.concat([nonce, encrypted]) };
}

/** @throws {KeyProviderError} of kind BROKEN */
export function unwrapWith(
  key: Uint8Array,
  { keyId, bytes }: WrappedKey,
  context: KeyContext,
): Uint8Array {
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const bound = boundTo(keyId, context);
    return decryptGcm({ key, nonce, bound }, bytes.subarray(NONCE_BYTES));
  } catch (cause) {
    throw new KeyProviderError('BROKEN', 'a wrapped key does not open', { cause });
  }
}

function boundTo(keyId: string, context: KeyContext): Buffer {
  const pairs = Object.entries(contextPairs(context)).flat();
  return encodeParts(['payscope wrapped key', keyId, ...pairs]);
}
