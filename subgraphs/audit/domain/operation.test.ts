import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../lib/errors/index.ts';
import { bankIdOf, newDecisionId } from '../../../lib/ids.ts';
import { readOperation } from './operation.ts';

const decisionId = newDecisionId();
const principal = { subject: 'alice', role: 'ANALYST', bankId: bankIdOf('HB'), decisionId };
const entityId = '9789ece5-010a-5202-95a4-4e4c6756199c';
const body = {
  decisionId,
  operationName: 'Payments',
  operationHash: 'ab'.repeat(32),
  policyRevision: 'r1',
  outcome: 'PARTIAL',
  deniedCoordinates: ['AccountHolder.gender'],
  entityIds: [entityId],
};

const event = { category: 'policy', kind: 'POLICY_PUBLISHED', details: { signer: 'alice' } };

describe('the body of an entry', () => {
  it('brings the operation; the token brings who asked', () => {
    expect(readOperation(body, principal)).toEqual({
      ...body,
      event: null,
      elevationIds: [],
      subject: 'alice',
      role: 'ANALYST',
    });
  });

  it('may bring an event, and the elevations it was decided under', () => {
    const told = { event, elevationIds: [entityId] };
    expect(readOperation({ ...body, ...told }, principal)).toMatchObject(told);
  });

  it('names each entity once, as the database spells it', () => {
    const entityIds = [entityId.toUpperCase(), entityId];
    expect(readOperation({ ...body, entityIds }, principal).entityIds).toEqual([entityId]);
  });

  it('keeps a name no operation can have, readable as far as it goes', () => {
    const odd = { ...body, operationName: 'a\0b\ud800' };
    expect(readOperation(odd, principal).operationName).toBe('a\ufffdb\ufffd');
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', [body]],
    ['another decision than the token', { ...body, decisionId: newDecisionId() }],
    ['an outcome of its own', { ...body, outcome: 'FINE' }],
    ['a subject of its own', { ...body, subject: 'mallory' }],
    ['an operation hash that is no text', { ...body, operationHash: 7 }],
    ['text Postgres cannot keep', { ...body, operationHash: 'a\0b' }],
    ['text canonical JSON cannot hold', { ...body, policyRevision: '\ud800' }],
    ['an entity id that is none', { ...body, entityIds: ['1'] }],
    ['an elevation id that is none', { ...body, elevationIds: ['1'] }],
    ['more elevations than anyone has', { ...body, elevationIds: Array(101).fill(entityId) }],
    ['an event of no known category', { ...body, event: { ...event, category: 'fun' } }],
    ['an event of an odd kind', { ...body, event: { ...event, kind: 'published' } }],
    ['an event of a long kind', { ...body, event: { ...event, kind: 'A'.repeat(65) } }],
    ['an event without details', { ...body, event: { ...event, details: undefined } }],
    ['an event with more to it', { ...body, event: { ...event, more: 1 } }],
    ['a detail that is no text', { ...body, event: { ...event, details: { minutes: 5 } } }],
    ['a long detail', { ...body, event: { ...event, details: { a: 'a'.repeat(501) } } }],
    ['a detail with NUL', { ...body, event: { ...event, details: { a: '\0' } } }],
    ['an odd name of a detail', { ...body, event: { ...event, details: { 'a b': '' } } }],
    [
      'more details than fit',
      {
        ...body,
        event: {
          ...event,
          details: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${at}`, ''])),
        },
      },
    ],
    [
      'more coordinates than any operation has',
      { ...body, deniedCoordinates: Array(10_001).fill('A.b') },
    ],
  ])('is refused with %s', (_what, wrong) => {
    const reading = () => readOperation(wrong, principal);
    expect(reading).toThrow(Refusal);
    expect(reading).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });

  it.each([
    ['that could not be kept', 'a\0'],
    ['longer than any', 'a'.repeat(257)],
  ])('is refused for a subject %s', (_what, subject) => {
    const reading = () => readOperation(body, { ...principal, subject });
    expect(reading).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});
