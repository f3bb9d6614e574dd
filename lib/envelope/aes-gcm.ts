/** AES-256-GCM (NIST SP 800-38D) with nonces of 96 bits and tags of 128, whole messages only. */
import { createCipheriv, createDecipheriv } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

export interface GcmInput {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  /** Authenticated, not encrypted. */
  readonly bound: Uint8Array;
}

/** Ciphertext and behind it the tag. */
export function encryptGcm({ key, nonce, bound }: GcmInput, plaintext: Uint8Array): Buffer {
  checkNonce(nonce);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** @throws where anything was changed; what was decrypted until then is zeroed, never returned. */
export function decryptGcm({ key, nonce, bound }: GcmInput, encrypted: Uint8Array): Buffer {
  checkNonce(nonce);
  if (encrypted.length < TAG_BYTES) throw new RangeError('too short for a tag');
  // A shorter tag would be taken without authTagLength: 32 bits are soon guessed (§ appendix C).
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(bound);
  decipher.setAuthTag(encrypted.subarray(-TAG_BYTES));
  const plaintext = decipher.update(encrypted.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    return plaintext;
  } catch (error) {
    plaintext.fill(0);
    throw error;
  }
}

/** Other lengths are hashed into 96 bits (§7.1), where two may meet. */
function checkNonce(nonce: Uint8Array): void {
  if (nonce.length !== NONCE_BYTES) throw new RangeError('a nonce has 96 bits');
}
