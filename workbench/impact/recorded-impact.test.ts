import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CONDITIONAL_ENTRYPOINT, ENTRYPOINT } from '../../gateway/policy/index.ts';
import { LIBRARY_ROLES, libraryVersion } from '../../test/support/policy-versions.ts';
import { readDecisionLog } from '../decision-log.ts';
import { type IsRegistered, recordedImpact } from './recorded-impact.ts';

const ALLOW = { effect: 'allow', reason: 'ALLOWED', rule: 'r', obligation: null };
const DENY = { ...ALLOW, effect: 'deny', reason: 'MISSING_PERMISSION' };
const UNMET = { ...DENY, reason: 'CONDITION_NOT_MET' };

const LABELS = {
  client: 'web',
  bank_id: 'b1',
  operation_name: 'Shelf',
  operation_hash: 'abc',
  stage: 'authorized',
};

const tabled = (id: string, role: string, result: Readonly<Record<string, object>>) => ({
  decision_id: id,
  labels: LABELS,
  path: ENTRYPOINT,
  input: { subject: { role }, coordinates: Object.keys(result) },
  result,
});

const used = (id: string, role: string, first: number, result: object, grants: object[] = []) => ({
  decision_id: id,
  labels: LABELS,
  path: CONDITIONAL_ENTRYPOINT,
  input: {
    subject: { role },
    now: '2026-06-01T12:00:00.000Z',
    grants,
    uses: [{ coordinate: 'Query.books', arguments: { first } }],
  },
  result: [result],
});

const AT_MOST = [{ kind: 'at_most', argument: 'first', limit: 5, unless: 'loans:read' }];
const onConditions = { rules: { 'Query.books': AT_MOST } };

async function impacts(
  changes: Parameters<typeof libraryVersion>[0],
  events: readonly object[],
  isRegistered: IsRegistered = () => true,
) {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const lines = readDecisionLog(['-'], Readable.from([text]));
  return recordedImpact(await libraryVersion(changes), lines, isRegistered);
}

const told = async (...args: Parameters<typeof impacts>) =>
  (await impacts(...args)).impacts.flatMap(({ role, verdict, changes }) =>
    changes.map((each) => {
      const { coordinate, before, after, times } = each;
      return `${role} ${verdict}: ${coordinate} ${before} → ${after}, ${times}`;
    }),
  );

describe('recorded decisions', () => {
  it('that come out the same are no impact', async () => {
    const events = [tabled('1', 'READER', { 'Book.title': ALLOW, 'Book.bought': DENY })];
    expect(await impacts({}, events)).toEqual({
      records: 1,
      operations: 1,
      skipped: 0,
      impacts: [],
    });
  });

  it('are counted by client, operation, role and bank, with what changes', async () => {
    const roles = { ...LIBRARY_ROLES, READER: ['books:read', 'price:read'] };
    const events = [
      tabled('1', 'READER', { 'Book.bought': DENY }),
      tabled('2', 'READER', { 'Book.bought': DENY }),
      tabled('3', 'READER', { 'Book.title': ALLOW }),
      tabled('4', 'KEEPER', { 'Book.bought': ALLOW }),
    ];
    expect((await impacts({ roles }, events)).impacts).toEqual([
      {
        client: 'web',
        operation: 'Shelf',
        role: 'READER',
        bankId: 'b1',
        verdict: 'gains',
        operations: 3,
        changedOperations: 2,
        unregistered: 0,
        changes: [
          { coordinate: 'Book.bought', before: 'deny', after: 'allow', isOpening: true, times: 2 },
        ],
      },
    ]);
  });

  it('break what asks for something that is hidden now', async () => {
    const hidden = { hidden: ['desk:write', 'loans:read'] };
    const events = [tabled('1', 'READER', { 'Book.lent': DENY })];
    expect(await told(hidden, events)).toEqual(['READER breaks: Book.lent deny → hide, 1']);
  });

  it('are asked with their arguments again where conditions decide', async () => {
    const events = [
      used('1', 'READER', 6, ALLOW),
      used('2', 'READER', 5, ALLOW),
      used('3', 'KEEPER', 6, ALLOW),
      used('4', 'READER', 5, UNMET),
    ];
    expect(await told(onConditions, events)).toEqual([
      'READER loses and gains: Query.books allow → deny, 1',
      'READER loses and gains: Query.books deny → allow, 1',
    ]);
  });

  it('are asked with what their subject was given for a time', async () => {
    const grants = [{ permission: 'loans:read', until: '2026-06-01T13:00:00.000Z' }];
    const events = [used('1', 'READER', 6, ALLOW, grants)];
    expect(await told({ ...onConditions, elevation: ['loans:read'] }, events)).toEqual([]);
    expect(await told(onConditions, events)).toEqual(['READER loses: Query.books allow → deny, 1']);
  });

  it('say so where a condition is new, as its arguments were not recorded', async () => {
    const events = [tabled('1', 'READER', { 'Query.books': ALLOW })];
    expect(await told(onConditions, events)).toEqual([
      'READER loses: Query.books allow → conditional, 1',
    ]);
    const before = [
      tabled('1', 'READER', { 'Query.books': { ...ALLOW, depends_on: 'condition' } }),
    ];
    expect(await told(onConditions, before)).toEqual([]);
  });

  it('count once what both records of an operation tell', async () => {
    const roles = { ...LIBRARY_ROLES, READER: [] };
    const events = [tabled('1', 'READER', { 'Query.books': ALLOW }), used('1', 'READER', 5, ALLOW)];
    const { impacts: found } = await impacts({ roles }, events);
    expect(found).toMatchObject([{ operations: 1, changedOperations: 1 }]);
    expect(found[0]?.changes).toMatchObject([{ times: 1 }]);
  });

  it('of documents that are not registered break where they must be', async () => {
    const clients = { clients: {}, documents: { default: 'registered', rules: [] } };
    const events = [tabled('1', 'READER', { 'Book.title': ALLOW })];
    expect((await impacts({ clients }, events, () => false)).impacts).toMatchObject([
      { verdict: 'breaks', unregistered: 1, changedOperations: 1, changes: [] },
    ]);
    const isRegistered: IsRegistered = (client, hash) => client === 'web' && hash === 'abc';
    expect((await impacts({ clients }, events, isRegistered)).impacts).toEqual([]);
  });

  it.each([
    ['the policy failed then', { error: { code: 'policy_failed', message: '' } }],
    ['the question is another', { path: 'payscope/limits/limits', input: {} }],
    ['the line is none', { decision_id: 7 }],
  ])('are skipped and counted when %s', async (_name, changes) => {
    const event = { ...tabled('1', 'READER', { 'Book.title': DENY }), ...changes };
    expect(await impacts({}, [event])).toMatchObject({ records: 1, skipped: 1, impacts: [] });
  });
});
