import { describe, expect, it } from 'vitest';
import { GENESIS_HASH } from '../../../lib/chain.ts';
import { bankIdOf, newDecisionId } from '../../../lib/ids.ts';
import { operationToAppend } from '../../../test/support/audit.ts';
import { planAppend } from './append-plan.ts';
import { checkLinks, FIRST_LINK } from './check-links.ts';
import type { Operation } from './operation.ts';

const bankId = bankIdOf('HB');
const now = new Date('2026-11-24T12:00:00.123Z');
const empty = { bankId, head: undefined, known: [] };

describe('appending to a chain', () => {
  it('starts at one, behind the genesis hash', () => {
    const { added } = planAppend(empty, [operationToAppend()], now);
    expect(added).toMatchObject([{ sequence: 1, previousHash: GENESIS_HASH, recordedAt: now }]);
  });

  it('links each entry of a batch to the one before', () => {
    const first = planAppend(empty, [operationToAppend(), operationToAppend()], now).added;
    const head = first.at(-1);
    const second = planAppend(
      { ...empty, head },
      [operationToAppend(), operationToAppend()],
      now,
    ).added;
    expect(checkLinks(FIRST_LINK, [...first, ...second], 4)).toMatchObject({ kind: 'whole' });
  });

  it('never lets time run backwards, whatever the clock says', () => {
    const [head] = planAppend(empty, [operationToAppend()], now).added;
    const earlier = new Date(now.getTime() - 5_000);
    const { added } = planAppend({ ...empty, head }, [operationToAppend()], earlier);
    expect(added[0]?.recordedAt).toEqual(now);
  });

  it('answers an operation recorded before with its entry', () => {
    const again = operationToAppend();
    const known = planAppend(empty, [again], now).added;
    const plan = planAppend({ bankId, head: known[0], known }, [again], new Date());
    expect(plan).toEqual({ added: [], answers: [{ kind: 'replayed', entry: known[0] }] });
  });

  it('answers an operation that comes twice in one batch once', () => {
    const twice = operationToAppend();
    const { added, answers } = planAppend(empty, [twice, twice], now);
    expect(added).toHaveLength(1);
    expect(answers.map(({ kind }) => kind)).toEqual(['appended', 'replayed']);
  });

  it.each<[string, Partial<Operation>]>([
    ['subject', { subject: 'bob' }],
    ['role', { role: 'AUDITOR' }],
    ['name', { operationName: 'Other' }],
    ['hash', { operationHash: 'other' }],
    ['policy', { policyRevision: 'r2' }],
    ['outcome', { outcome: 'FAILED' }],
    ['coordinates', { deniedCoordinates: ['A.b'] }],
    ['entities', { entityIds: [newDecisionId()] }],
    ['event', { event: { category: 'policy', kind: 'POLICY_PUBLISHED', details: {} } }],
    ['elevations', { elevationIds: [newDecisionId()] }],
  ])('keeps a decision id from standing for another %s', (_what, change) => {
    const first = operationToAppend();
    const { added, answers } = planAppend(
      empty,
      [first, { ...first, ...change }, operationToAppend()],
      now,
    );
    expect(answers.map(({ kind }) => kind)).toEqual(['appended', 'conflicting', 'appended']);
    expect(added).toHaveLength(2);
  });
});
