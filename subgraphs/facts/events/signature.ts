/** Signatures of webhook deliveries: HMAC-SHA-256 (RFC 2104) over `timestamp.body`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** As `t=1764064800,v1=<hex>`; with two of `v1` while a secret is being changed. */
export const SIGNATURE_HEADER = 'payscope-signature';

/** How old a delivery may be, and how far clocks may differ. */
export const TOLERANCE_SECONDS = 300;

export interface ToSign {
  readonly body: string;
  readonly timestamp: number;
  /** The newest first. */
  readonly secrets: readonly string[];
}

/** @example signWebhook({ body, timestamp: 1764064800, secrets: ['whsec_…'] }) */
export function signWebhook({ body, timestamp, secrets }: ToSign): string {
  const signatures = secrets.map((secret) => `v1=${hmac(secret, timestamp, body).toString('hex')}`);
  return [`t=${timestamp}`, ...signatures].join(',');
}

export type Verdict = 'good' | 'malformed' | 'outside-window' | 'wrong-signature';

export interface ToVerify {
  readonly header: string;
  /** The bytes that came, not what was parsed of them. */
  readonly body: string;
  readonly secret: string;
  /** Unix seconds. */
  readonly now: number;
}

/** What a subscriber checks before anything else; docs/webhooks.md has it to copy. */
export function verifyWebhook({ header, body, secret, now }: ToVerify): Verdict {
  const parts = header.split(',').map((part) => part.split('='));
  const timestamp = Number(parts.find(([name]) => name === 't')?.[1]);
  const given = parts.filter(([name]) => name === 'v1').map(([, value = '']) => value);
  if (!Number.isSafeInteger(timestamp) || given.length === 0) return 'malformed';
  if (Math.abs(now - timestamp) > TOLERANCE_SECONDS) return 'outside-window';
  const expected = hmac(secret, timestamp, body);
  const isGood = given.some((text) => {
    const bytes = Buffer.from(text, 'hex');
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
  return isGood ? 'good' : 'wrong-signature';
}

function hmac(secret: string, timestamp: number, body: string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest();
}
