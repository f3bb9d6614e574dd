/** `payscope data webhooks add | list | rotate | remove` */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { TenantTransaction } from '../../lib/db/index.ts';
import { type BankId, isUuid } from '../../lib/ids.ts';
import { ensureSecret, loadSecret } from '../../lib/keys.ts';
import { tellTrail, type ValueChange } from '../../lib/trail/index.ts';
import { whyNoWebhook } from '../../subgraphs/facts/events/address.ts';
import { webhookSecret } from '../../subgraphs/facts/events/secret.ts';
import { addWebhook } from '../../subgraphs/facts/queries/add-webhook.ts';
import { listWebhooks } from '../../subgraphs/facts/queries/list-webhooks.ts';
import { removeWebhook } from '../../subgraphs/facts/queries/remove-webhook.ts';
import { rotateWebhook } from '../../subgraphs/facts/queries/rotate-webhook.ts';
import type { CliConfig } from '../config.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { type BankOptions, type InBank, inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { operator } from '../operator.ts';

type WithUrl = BankOptions & { readonly url: string };
type WithId = BankOptions & { readonly id: string };

export async function add(context: CommandContext, options: WithUrl): Promise<ExitCode> {
  const id = randomUUID();
  const secret = await inBank(context, options, async (there) => {
    const { bankId, config, inTenant } = there;
    const why = whyNoWebhook(options.url, config.WEBHOOK_ADDRESSES ?? 'public');
    if (why !== undefined) throw new UsageError(`--url: ${why}`);
    const isNew = await inTenant(async (tx) => {
      const added = await addWebhook(tx, bankId, { id, url: options.url });
      const changes = { url: changed(null, options.url), generation: changed(null, '1') };
      if (added) await tell(tx, bankId, { command: 'add', id, kind: 'WEBHOOK_ADDED', changes });
      return added;
    });
    if (!isNew) throw new UsageError('--url: the bank has a webhook there already');
    return secretOf(there, id, 1);
  });
  show(context, options, { id, secret });
  return EXIT.ok;
}

export async function list(context: CommandContext, options: BankOptions): Promise<ExitCode> {
  const webhooks = await inBank(context, options, ({ bankId, inTenant }) =>
    inTenant((tx) => listWebhooks(tx, bankId)),
  );
  if (options.json) context.terminal.result(JSON.stringify(webhooks, null, 2));
  for (const { id, url, waiting, dead } of options.json ? [] : webhooks) {
    context.terminal.result(`${id}  ${url}  ${waiting} waiting, ${dead} dead`);
  }
  return EXIT.ok;
}

export async function rotate(context: CommandContext, options: WithId): Promise<ExitCode> {
  const id = webhookId(options.id);
  const secret = await inBank(context, options, async (there) => {
    const { bankId, inTenant } = there;
    const generation = await inTenant(async (tx) => {
      const next = await rotateWebhook(tx, bankId, { id, now: new Date() });
      if (next === null) return null;
      const changes = { generation: changed(String(next - 1), String(next)) };
      await tell(tx, bankId, { command: 'rotate', id, kind: 'WEBHOOK_ROTATED', changes });
      return next;
    });
    if (generation === null) throw noSuchWebhook();
    return secretOf(there, id, generation);
  });
  show(context, options, { id, secret });
  return EXIT.ok;
}

export async function remove(context: CommandContext, options: WithId): Promise<ExitCode> {
  const id = webhookId(options.id);
  const isGone = await inBank(context, options, ({ bankId, inTenant }) =>
    inTenant(async (tx) => {
      const removed = await removeWebhook(tx, bankId, id);
      if (removed === null) return false;
      const { url, generation } = removed;
      const changes = { url: changed(url, null), generation: changed(String(generation), null) };
      await tell(tx, bankId, { command: 'remove', id, kind: 'WEBHOOK_REMOVED', changes });
      return true;
    }),
  );
  if (!isGone) throw noSuchWebhook();
  show(context, options, { id });
  return EXIT.ok;
}

interface ToTell {
  readonly command: string;
  readonly id: string;
  readonly kind: string;
  readonly changes: Readonly<Record<string, ValueChange>>;
}

/** Of no secret: those are derived from the generation. */
async function tell(
  tx: TenantTransaction,
  bankId: BankId,
  { command, id, kind, changes }: ToTell,
): Promise<void> {
  const event = { category: 'system', kind, details: { webhook: id }, changes } as const;
  await tellTrail(tx, bankId, operator(`data webhooks ${command}`), [{ event, entityIds: [id] }]);
}

function changed(before: string | null, after: string | null): ValueChange {
  return { before, after, subject: null };
}

async function secretOf(
  { bankId, config }: InBank,
  webhookId: string,
  generation: number,
): Promise<string> {
  const masterKey = await loadSecret(await secretFile(config));
  return webhookSecret(masterKey, { bankId, webhookId, generation });
}

/** That of the relay, or of `payscope start`. */
async function secretFile({ WEBHOOK_SECRET_FILE: given, DATA_DIR }: CliConfig): Promise<string> {
  return given ?? ensureSecret(join(DATA_DIR, 'keys'), 'webhook');
}

function webhookId(text: string): string {
  if (!isUuid(text)) throw noSuchWebhook();
  return text;
}

function noSuchWebhook(): UsageError {
  return new UsageError('--id: the bank has no webhook of this id; webhooks list has them');
}

function show(
  { terminal }: CommandContext,
  { json }: BankOptions,
  { id, secret }: { readonly id: string; readonly secret?: string },
): void {
  if (json) terminal.result(JSON.stringify({ id, secret }));
  else terminal.result(secret === undefined ? id : `${id}\n${secret}`);
}
