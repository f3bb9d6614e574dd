/** Hands recorded events to the webhooks of a bank: at least once, and each account's in order. */
import { randomUUID } from 'node:crypto';
import { type Database, withTenant } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { type Lease, type LeasedWebhook, leaseWebhook } from '../queries/lease-webhook.ts';
import { listDueDeliveries } from '../queries/list-due-deliveries.ts';
import { releaseWebhook } from '../queries/release-webhook.ts';
import { deliverBatch } from './deliver-batch.ts';
import { generationsAt, webhookSecret } from './secret.ts';
import type { Send } from './send.ts';
import { type Settled, settle } from './settle.ts';

export interface RelayOptions {
  readonly database: Database;
  /** Webhooks' secrets are derived from it. */
  readonly masterKey: string;
  readonly send: Send;
  readonly now: () => Date;
  readonly random: () => number;
  /** For how long a relay that died keeps others off; several times what one attempt may take. */
  readonly leaseMs?: number;
  readonly onOutcome?: (settled: Settled) => void;
}

export interface Relay {
  /** Delivers what is due. @returns whether there is more, for which the others had to wait. */
  readonly deliverDue: (bankId: BankId, signal: AbortSignal) => Promise<boolean>;
}

const LEASE_MS = 30_000;
const BATCH = 100;
/** Of one webhook in one round, so that a busy one does not keep off the others. */
const BATCHES_MAX = 10;

export function createRelay(options: RelayOptions): Relay {
  const { database, now, leaseMs = LEASE_MS } = options;
  const leaseId = randomUUID();
  const lease = (
    bankId: BankId,
    which: Pick<Lease, 'except' | 'only'>,
  ): Promise<LeasedWebhook | null> => {
    const at = now();
    const until = new Date(at.getTime() + leaseMs);
    return withTenant(database, bankId, (tx) =>
      leaseWebhook(tx, bankId, { leaseId, now: at, until, ...which }),
    );
  };

  /** One batch under a lease. @returns how many rows there were. */
  const deliverSome = async (
    bankId: BankId,
    webhook: LeasedWebhook,
    signal: AbortSignal,
  ): Promise<number> => {
    const startedAt = now();
    const due = await withTenant(database, bankId, (tx) =>
      listDueDeliveries(tx, bankId, { webhookId: webhook.id, now: startedAt, limit: BATCH }),
    );
    const secrets = generationsAt(startedAt, webhook).map((generation) =>
      webhookSecret(options.masterKey, { bankId, webhookId: webhook.id, generation }),
    );
    const results = await deliverBatch(due, {
      ...{ bankId, url: webhook.url, secrets, now, signal, send: options.send },
      // What is begun later could still be under way when another relay takes over.
      beginUntil: startedAt.getTime() + leaseMs / 3,
    });
    const settled = await withTenant(database, bankId, (tx) =>
      settle(tx, { bankId, webhookId: webhook.id, results, now: now(), random: options.random }),
    );
    for (const one of settled) options.onOutcome?.(one);
    return due.length;
  };

  const deliverTo = async (bankId: BankId, first: LeasedWebhook, signal: AbortSignal) => {
    let webhook: LeasedWebhook | null = first;
    for (let batches = 0; webhook && !signal.aborted; batches += 1) {
      if (batches === BATCHES_MAX) return true;
      if ((await deliverSome(bankId, webhook, signal)) < BATCH) return false;
      webhook = await lease(bankId, { except: [], only: first.id });
    }
    return false;
  };

  return {
    deliverDue: async (bankId, signal) => {
      const seen: string[] = [];
      let isMore = false;
      for (;;) {
        const webhook = signal.aborted ? null : await lease(bankId, { except: seen });
        if (!webhook) return isMore;
        seen.push(webhook.id);
        isMore = (await deliverTo(bankId, webhook, signal)) || isMore;
        await withTenant(database, bankId, (tx) =>
          releaseWebhook(tx, bankId, { webhookId: webhook.id, leaseId }),
        );
      }
    },
  };
}
