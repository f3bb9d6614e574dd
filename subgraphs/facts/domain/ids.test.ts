import { describe, expect, it } from 'vitest';
import { bankIdOf } from '../../../lib/ids.ts';
import { accountId, holderId, loanId, paymentId, standingOrderId } from './ids.ts';

const HB = bankIdOf('HB');
const CD = bankIdOf('CD');

describe('ids of facts', () => {
  const makers = { accountId, holderId, loanId, paymentId, standingOrderId };

  it('are the same for the same bank and reference', () => {
    expect(paymentId(HB, '1')).toBe('043b3efb-d4a9-5814-af75-45b59b7e320b');
  });

  it('differ by kind, bank and reference', () => {
    const ids = Object.values(makers).flatMap((make) => [
      make(HB, '1'),
      make(HB, '2'),
      make(CD, '1'),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
