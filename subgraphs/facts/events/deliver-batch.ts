/** Sends a batch: accounts side by side, each account's events one after the other. */
import type { BankId } from '../../../lib/ids.ts';
import type { DueDelivery } from '../queries/list-due-deliveries.ts';
import type { Send, SendOutcome } from './send.ts';
import { SIGNATURE_HEADER, signWebhook } from './signature.ts';

export interface BatchOptions {
  readonly bankId: BankId;
  readonly url: string;
  /** The newest first. */
  readonly secrets: readonly string[];
  readonly send: Send;
  readonly now: () => Date;
  /** Nothing is begun after it, in milliseconds since 1970; what is left stays due. */
  readonly beginUntil: number;
  readonly signal: AbortSignal;
}

export interface Result {
  readonly delivery: DueDelivery;
  readonly outcome: SendOutcome;
}

const ACCOUNTS_AT_ONCE = 8;

/** Of what was begun; behind a failure nothing of the same account is. */
export async function deliverBatch(
  due: readonly DueDelivery[],
  options: BatchOptions,
): Promise<readonly Result[]> {
  const accounts = Map.groupBy(due, ({ accountId }) => accountId);
  const waiting = accounts.values();
  const results: Result[] = [];
  const work = async (): Promise<void> => {
    for (const deliveries of waiting) {
      for (const delivery of deliveries) {
        if (options.signal.aborted || options.now().getTime() > options.beginUntil) return;
        const outcome = await sendOne(delivery, options);
        results.push({ delivery, outcome });
        if (outcome.kind === 'failed') break;
      }
    }
  };
  await Promise.all(Array.from({ length: ACCOUNTS_AT_ONCE }, work));
  return results;
}

/**
 * The event names what happened and holds nothing of it: who may see how much is decided when the
 * subscriber asks the gateway for the payment, by the policy of that moment.
 */
function sendOne(delivery: DueDelivery, options: BatchOptions): Promise<SendOutcome> {
  const { eventId: id, type, paymentId: payment_id, recordedAt: recorded_at } = delivery;
  const body = JSON.stringify({ id, type, bank_id: options.bankId, payment_id, recorded_at });
  const timestamp = Math.floor(options.now().getTime() / 1_000);
  const signature = signWebhook({ body, timestamp, secrets: options.secrets });
  return options.send({ url: options.url, body, headers: { [SIGNATURE_HEADER]: signature } });
}
