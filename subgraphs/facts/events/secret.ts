/** Secrets of webhooks: derived, so that the database holds none and none has to be sealed. */
import { createHmac } from 'node:crypto';
import type { BankId } from '../../../lib/ids.ts';

/** For how long the secret before signs beside the new one. */
export const OVERLAP_MS = 86_400_000;

export interface SecretOf {
  readonly bankId: BankId;
  readonly webhookId: string;
  readonly generation: number;
}

/** HMAC-SHA-256 under the key in WEBHOOK_SECRET_FILE: who reads the table alone can sign nothing. */
export function webhookSecret(
  masterKey: string,
  { bankId, webhookId, generation }: SecretOf,
): string {
  const name = ['payscope webhook', bankId, webhookId, generation].join('\n');
  return `whsec_${createHmac('sha256', masterKey).update(name).digest('base64url')}`;
}

export interface Rotation {
  readonly generation: number;
  /** ISO 8601. */
  readonly rotatedAt: string | null;
}

/** Those that sign now, the newest first. */
export function generationsAt(now: Date, { generation, rotatedAt }: Rotation): readonly number[] {
  const isOverlapping =
    generation > 1 && rotatedAt !== null && now.getTime() - Date.parse(rotatedAt) < OVERLAP_MS;
  return isOverlapping ? [generation, generation - 1] : [generation];
}
