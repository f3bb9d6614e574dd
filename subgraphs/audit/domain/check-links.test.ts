import { describe, expect, it } from 'vitest';
import { bankIdOf, newDecisionId } from '../../../lib/ids.ts';
import { hashByHand } from '../../../test/support/audit.ts';
import type { AuditEntryModel } from '../models.ts';
import { checkLinks, FIRST_LINK } from './check-links.ts';

const bankId = bankIdOf('HB');

function chainOf(length: number): readonly AuditEntryModel[] {
  const chain: AuditEntryModel[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const entry = {
      bankId,
      sequence,
      recordedAt: new Date(Date.UTC(2026, 0, sequence)),
      decisionId: newDecisionId(),
      subject: 'žofie',
      role: 'ANALYST',
      operationName: sequence % 2 === 0 ? 'Q' : null,
      operationHash: 'h',
      policyRevision: 'r1',
      outcome: 'PARTIAL' as const,
      deniedCoordinates: ['A.b', 'C.d'],
      entityIds: [],
      event: null,
      elevationIds: [],
      previousHash: chain.at(-1)?.hash ?? '0'.repeat(64),
    };
    chain.push({ ...entry, hash: hashByHand(entry) });
  }
  return chain;
}

const whole = chainOf(5);

function replaced(index: number, change: Partial<AuditEntryModel>): readonly AuditEntryModel[] {
  return whole.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
}

/** With a hash that fits the change again, as a careful forger would. */
function forged(index: number, change: Partial<AuditEntryModel>): readonly AuditEntryModel[] {
  return replaced(index, {}).map((entry, at) => {
    if (at !== index) return entry;
    const changed = { ...entry, ...change };
    return { ...changed, hash: hashByHand(changed) };
  });
}

describe('checking a chain', () => {
  it('agrees with hashes computed by hand', () => {
    expect(checkLinks(FIRST_LINK, whole, 5)).toEqual({
      kind: 'whole',
      link: { sequence: 5, hash: whole[4]?.hash },
    });
  });

  it('goes on behind a piece checked before', () => {
    const first = checkLinks(FIRST_LINK, whole.slice(0, 2), 2);
    expect(first.kind === 'whole' && checkLinks(first.link, whole.slice(2), 5)).toMatchObject({
      kind: 'whole',
    });
  });

  it('finds an empty chain whole', () => {
    expect(checkLinks(FIRST_LINK, [], 0)).toMatchObject({ kind: 'whole' });
  });

  it.each<[string, readonly AuditEntryModel[], number]>([
    ['a changed subject', replaced(2, { subject: 'mallory' }), 3],
    ['a changed instant', replaced(0, { recordedAt: new Date(0) }), 1],
    ['a changed list', replaced(3, { deniedCoordinates: ['A.b'] }), 4],
    ['an event put in', replaced(3, { event: { category: 'system', kind: 'A', details: {} } }), 4],
    ['an elevation put in', replaced(3, { elevationIds: [newDecisionId()] }), 4],
    ['a changed hash', replaced(1, { hash: 'f'.repeat(64) }), 2],
    ['an entry and its hash changed: at the next one', forged(1, { outcome: 'ALLOWED' }), 3],
    ['an entry of another bank', replaced(2, { bankId: bankIdOf('CD') }), 3],
    ['an entry taken out', whole.filter((_entry, at) => at !== 2), 3],
    ['the first entry taken out', whole.slice(1), 1],
    ['the last entry taken out before it was read', whole.slice(0, 4), 5],
    [
      'two entries swapped',
      [whole[0], whole[2], whole[1], whole[3], whole[4]].flatMap((e) => e ?? []),
      2,
    ],
  ])('finds %s', (_what, entries, sequence) => {
    expect(checkLinks(FIRST_LINK, entries, 5)).toEqual({ kind: 'broken', sequence });
  });
});
