import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UsageError } from '../exits.ts';
import { readPeriods } from './periods.ts';

let path: string;
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'payscope-periods-')), 'retention.json');
});
afterAll(() => rm(join(path, '..'), { recursive: true }));

async function reading(text: string) {
  await writeFile(path, text);
  return readPeriods(path);
}

it('gives the period of the bank, else that of every bank, else none', async () => {
  const periods = await reading('{"payments":{"HB":"P10Y","AB":"keep","*":"P30Y"}}');
  expect(periods.of('payments', 'HB')).toEqual({ text: 'P10Y', months: 120, days: 0 });
  expect(periods.of('payments', 'CD')?.text).toBe('P30Y');
  expect(periods.of('payments', 'AB')).toBeUndefined();
  expect(periods.of('quarantine', 'HB')).toBeUndefined();
  expect(periods.banks).toEqual(['HB', 'AB']);
});

it.each([
  ['no JSON', 'P10Y', /is no JSON/],
  ['a period that is none', '{"payments":{"HB":"10 years"}}', /payments\.HB: got "10 years"/],
  ['a bank that is none', '{"payments":{"hb":"P1Y"}}', /two-letter code/],
  ['a table it does not know', '{"fees":{}}', /"fees"/],
])('refuses %s', async (_what, text, says) => {
  const refused = await reading(text).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UsageError);
  expect(String(refused)).toMatch(says);
});

it('refuses a file that is not there', async () => {
  await expect(readPeriods(`${path}.none`)).rejects.toThrow(/no such file/);
});
