import { describe, expect, it } from 'vitest';
import { describeFault } from './describe-fault.ts';

describe('the record of a fault', () => {
  it('names type, message and code, and leaves the row out', () => {
    const fault = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (birth_date)=(1970-02-13) already exists.',
      where: 'line with 1970-02-13',
    });
    const record = describeFault(fault);
    expect(record).toMatchObject({ type: 'Error', message: 'duplicate key', code: '23505' });
    expect(JSON.stringify(record)).not.toContain('1970-02-13');
  });

  it('follows causes, and stops when they go round', () => {
    const fault = new Error('outer', { cause: new Error('inner') });
    expect(describeFault(fault).cause).toMatchObject({ message: 'inner' });
    const round = new Error('round');
    round.cause = round;
    expect(JSON.stringify(describeFault(round))).toContain('round');
  });

  it('takes what was thrown without being an error', () => {
    expect(describeFault('a text')).toMatchObject({ type: 'string', message: 'a text' });
  });
});
