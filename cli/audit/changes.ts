/** `payscope audit changes`: what was changed, with what is sealed opened for who may. */
import type { Envelope } from '../../lib/envelope/index.ts';
import { type BankId, isUuid } from '../../lib/ids.ts';
import { sealingIn } from '../../lib/personal/index.ts';
import { tellTrail } from '../../lib/trail/index.ts';
import type { AuditEntryModel } from '../../subgraphs/audit/models.ts';
import { listChanges } from '../../subgraphs/audit/queries/list-changes.ts';
import { type OpenedChange, openChange } from '../../subgraphs/facts/personal/open-change.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { operator } from '../operator.ts';
import { reachPersonalKeys } from '../personal-keys.ts';

export interface ChangesOptions {
  readonly bank: string;
  readonly entity?: string;
  readonly first: string;
  readonly json?: boolean;
}

const FIRST_MAX = 1_000;

interface Shown extends Pick<AuditEntryModel, 'sequence' | 'recordedAt' | 'subject' | 'role'> {
  readonly kind: string;
  readonly entityIds: readonly string[];
  readonly details: Readonly<Record<string, string>>;
  readonly changes: Readonly<Record<string, OpenedChange>>;
}

export async function showChanges(
  context: CommandContext,
  { bank, entity, first, json }: ChangesOptions,
): Promise<ExitCode> {
  const query = { entityId: entityOf(entity), limit: limitOf(first) };
  const shown = await inBank(
    context,
    { bank },
    async ({ bankId, config, inTenant }) => {
      const envelope = sealingIn(
        { bankId, read: inTenant, write: inTenant },
        await reachPersonalKeys(config),
      );
      // One transaction, and its end before anything is shown: who can't be recorded sees nothing.
      const entries = await inTenant(async (tx) => {
        const found = await listChanges(tx, bankId, query);
        const sealed = found.filter(isSealed);
        const details = { entries: String(sealed.length), of: sequencesOf(sealed) };
        const event = { category: 'access', kind: 'SEALED_VALUES_OPENED', details } as const;
        const entityIds = [...new Set(sealed.flatMap((entry) => entry.entityIds))];
        const happening = { event, entityIds };
        const happenings = sealed.length > 0 ? [happening] : [];
        await tellTrail(tx, bankId, operator('audit changes'), happenings);
        return found;
      });
      return Promise.all(entries.map((entry) => open(envelope, bankId, entry)));
    },
    { applicationName: 'payscope-audit-changes', remedy: 'payscope start' },
  );
  for (const one of shown) context.terminal.result(json ? JSON.stringify(one) : describe(one));
  return EXIT.ok;
}

function isSealed({ event }: AuditEntryModel): boolean {
  return Object.values(event?.changes ?? {}).some(({ subject }) => subject !== null);
}

/** From the first to the last of them. */
function sequencesOf(entries: readonly AuditEntryModel[]): string {
  return `${entries.at(-1)?.sequence ?? 0} to ${entries[0]?.sequence ?? 0}`;
}

async function open(envelope: Envelope, bankId: BankId, entry: AuditEntryModel): Promise<Shown> {
  const { sequence, recordedAt, subject, role, entityIds, event } = entry;
  const paymentId = entityIds[0] ?? '';
  const changes = Object.entries(event?.changes ?? {}).map(
    async ([name, change]) =>
      [name, await openChange(envelope, { bankId, paymentId }, change)] as const,
  );
  const [kind, details] = [event?.kind ?? '', event?.details ?? {}];
  const opened = Object.fromEntries(await Promise.all(changes));
  return { sequence, recordedAt, subject, role, kind, entityIds, details, changes: opened };
}

function describe({ sequence, recordedAt, subject, role, kind, changes }: Shown): string {
  const lines = Object.entries(changes).map(([name, { before, after, isErased }]) =>
    isErased
      ? `    ${name}: erased`
      : `    ${name}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`,
  );
  return [
    `${sequence}  ${recordedAt.toISOString()}  ${kind}  by ${subject}, ${role}`,
    ...lines,
  ].join('\n');
}

function entityOf(text: string | undefined): string | undefined {
  if (text === undefined || isUuid(text)) return text?.toLowerCase();
  throw new UsageError('--entity: takes an id, as of a payment or a webhook');
}

function limitOf(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= FIRST_MAX) return limit;
  throw new UsageError(`--first: takes 1 to ${FIRST_MAX}`);
}
