import { expect, test } from 'vitest';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { type BundleSource, SourceError } from '../bundle-source/index.ts';
import type { OperationRecord } from '../decision-log/record.ts';
import {
  createDoor,
  createPolicyHolder,
  openPolicy,
  type VerifiedBundle,
} from '../policy/index.ts';
import { createPublish } from './publish.ts';

const bundle = (serial: number): VerifiedBundle => ({
  archive: Buffer.from(`bundle ${serial}`),
  sha256: `sha256 of ${serial}`,
  revision: `r${serial}`,
  serial,
  signer: { kid: 'key', subject: 'alice' },
  signedAt: new Date(0),
  expiresAt: new Date(1),
});

const readOnly: BundleSource = {
  origin: 'signed_url',
  describe: () => 'the store',
  read: async () => ({ kind: 'unchanged' }),
};

interface Place {
  readonly source?: BundleSource;
  readonly subject?: string;
  readonly replaces?: string;
  readonly record?: (record: OperationRecord) => Promise<void>;
}

function publishing({
  source = readOnly,
  subject = 'bob',
  replaces,
  record = async () => undefined,
}: Place) {
  const door = createDoor({
    first: bundle(1),
    holder: createPolicyHolder(openPolicy()),
    verify: async () => bundle(2),
    load: async () => openPolicy(),
    keep: async () => undefined,
    onEnd: () => undefined,
  });
  const publish = createPublish({ accept: door.accept, source, record });
  const caller = {
    subject,
    role: 'ADMIN',
    bankId: bankIdOf('HB'),
    decisionId: newDecisionId(),
    policyRevision: 'r1',
  };
  const publication = { archive: Buffer.from('2'), caller, reason: 'why', replaces };
  return { door, publish: () => publish(publication), caller };
}

const writable = (write: BundleSource['write']): BundleSource => ({
  ...readOnly,
  ...(write ? { write } : {}),
});

test('what is published is recorded first, then delivered, and only then in force', async () => {
  const order: string[] = [];
  const { door, publish, caller } = publishing({
    record: async ({ event, caller: recorded }) => {
      order.push(`recorded beside ${door.inForce().revision}`);
      expect(event?.details).toMatchObject({ approver: 'bob', signer: 'alice', revision: 'r2' });
      expect(recorded.decisionId).not.toBe(caller.decisionId);
    },
    source: writable(async () => {
      order.push(`delivered beside ${door.inForce().revision}`);
    }),
  });
  expect(await publish()).toMatchObject({ kind: 'accepted', swapped: true });
  expect(order).toEqual(['recorded beside r1', 'delivered beside r1']);
  expect(door.inForce().revision).toBe('r2');
});

test('what was recorded and then not delivered is told in the trail as well', async () => {
  const kinds: string[] = [];
  const { publish } = publishing({
    record: async ({ event }) => {
      kinds.push(event?.kind ?? '');
    },
    source: writable(() => Promise.reject(new SourceError('refused', 'it answered 507'))),
  });
  await publish();
  expect(kinds).toEqual(['POLICY_PUBLISHED', 'POLICY_NOT_DELIVERED']);
});

const failures: readonly (readonly [string, Place, string])[] = [
  [
    'the trail can not be written',
    {
      record: async () => Promise.reject(new Error('down')),
      source: writable(() => expect.unreachable('delivered what was not recorded')),
    },
    'not_recorded',
  ],
  [
    'gateways can only read the source',
    { record: () => expect.unreachable('recorded what can not be delivered') },
    'not_delivered',
  ],
  [
    'the source takes nothing',
    { source: writable(() => Promise.reject(new SourceError('refused', 'it answered 507'))) },
    'not_delivered',
  ],
];
test.each(failures)('nothing is in force when %s', async (_name, place, reason) => {
  const { door, publish } = publishing(place);
  expect(await publish()).toMatchObject({ kind: 'refused', reason });
  expect(door.inForce().revision).toBe('r1');
});

test.each(['alice', 'Alice', ' alice\t', 'ａｌｉｃｅ'])(
  'who signed it does not approve it as %j',
  async (subject) => {
    const source = writable(async () => undefined);
    const { door, publish } = publishing({ subject, source });
    expect(await publish()).toMatchObject({ kind: 'refused', reason: 'same_person' });
    expect(door.inForce().revision).toBe('r1');
  },
);

test('what was to be replaced and is not in force is refused, and is not repeated', async () => {
  const { publish } = publishing({ replaces: 'of Jan Novak' });
  const end = await publish();
  expect(end).toMatchObject({ kind: 'refused', reason: 'replaces_another' });
  expect(JSON.stringify(end)).not.toContain('Novak');
});
