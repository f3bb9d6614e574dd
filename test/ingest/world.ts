/** Everything of a run: PostgreSQL, replicas, a subscriber, and the networks between them. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKeyFile } from '../../lib/envelope/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey, loadSecret } from '../../lib/keys.ts';
import { webhookSecret } from '../../subgraphs/facts/events/secret.ts';
import { facts } from '../../subgraphs/facts/index.ts';
import { type DelayProxy, startDelayProxy } from '../support/delay-proxy.ts';
import { seedFacts } from '../support/facts.ts';
import { hopTokens } from '../support/subgraph.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type Replicas, startReplicas } from './replicas.ts';

export const BANKS = ['HB', 'CD'] as const;

export interface World {
  readonly cluster: Cluster;
  readonly replicas: Replicas;
  /** Between replicas and PostgreSQL. */
  readonly databaseNetwork: DelayProxy;
  readonly subscribers: ReadonlyMap<string, WebhookReceiver>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly ask: (bank: string, query: string, variables: object) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const REPLICAS = 2;
const ANSWER_MS_MAX = 5_000;

export async function createWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-faults-'));
  const cluster = await startCluster(dir);
  await seedFacts(cluster.appUrl);
  const keys = await ensureKeyPair(dir, 'hop');
  const webhookFile = await ensureSecret(dir, 'webhook');
  const masterKey = await loadSecret(webhookFile);
  const subscribers = new Map<string, WebhookReceiver>();
  const secrets = new Map<string, string>();
  for (const bank of BANKS) {
    const webhookId = randomUUID();
    const bankId = bankIdOf(bank);
    const subscriber = await startWebhookReceiver();
    subscribers.set(bank, subscriber);
    secrets.set(bank, webhookSecret(masterKey, { bankId, webhookId, generation: 1 }));
    await cluster.admin`insert into facts.webhooks (bank_id, id, url)
      values (${bankId}, ${webhookId}, ${subscriber.url})`;
  }
  const databaseNetwork = await startDelayProxy(cluster.appUrl);
  const replicas = await startReplicas({
    count: REPLICAS,
    logFile: join(dir, 'facts.log'),
    env: {
      LOG_LEVEL: 'warn',
      APP_DATABASE_URL: databaseNetwork.through(cluster.appUrl),
      HOP_JWKS_FILE: keys.publicFile,
      CURSOR_SECRET_FILE: await ensureSecret(dir, 'cursor'),
      EVENT_BANKS: BANKS.join(','),
      WEBHOOK_SECRET_FILE: webhookFile,
      PERSONAL_KEYS: `file:${await ensureKeyFile(join(dir, 'personal-data.json'))}`,
      WEBHOOK_ADDRESSES: 'local',
    },
  });
  const token = await hopTokens(facts, await loadPrivateKey(keys.privateFile));
  const turns = { taken: 0 };
  return {
    ...{ cluster, replicas, databaseNetwork, subscribers, secrets },
    ask: async (bank, query, variables) => {
      turns.taken += 1;
      const url = replicas.url(turns.taken);
      if (url === undefined) throw new Error('no replica is up');
      // A token runs one mutation: each attempt is signed anew, as the gateway does.
      const authorization = `Bearer ${await token({ bankId: bankIdOf(bank) }, query)}`;
      const response = await fetch(new URL('/graphql', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
      return response.json();
    },
    stop: async () => {
      await replicas.stop();
      await databaseNetwork.close();
      for (const subscriber of subscribers.values()) await subscriber.close();
      await cluster.stop();
    },
  };
}
