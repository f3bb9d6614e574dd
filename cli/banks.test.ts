import { expect, it } from 'vitest';
import { readBankCodes } from './banks.ts';

it('the banks are the home bank and its 13 partners', async () => {
  const codes = await readBankCodes();
  expect(codes).toHaveLength(14);
  expect(codes[0]).toBe('HB');
  expect(codes).toContain('AB');
  expect(codes).toContain('YZ');
});
