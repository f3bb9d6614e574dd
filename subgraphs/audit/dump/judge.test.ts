/** Whatever was done to a log is found, by this verifier and by the one in Go, in the same words. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalize, type Json } from '../../../lib/chain.ts';
import { checkpointOf, drawEntries, dumpOf, LOG_BANK } from '../../../test/support/audit-log.ts';
import { type Case, drawLog, sourceOf, tamper } from '../../../test/support/audit-tampering.ts';
import { type GoVerifier, startGoVerifier } from '../../../test/support/go-verifier.ts';
import { drawing } from '../../../test/support/payments.ts';
import { judge } from './judge.ts';
import type { ByteSource } from './read-lines.ts';

const TAMPERINGS = 3_000;
const vectors = new URL('../../../test/vectors/audit/cases.jsonl', import.meta.url);

/** Undefined where there is no Go to build it: the vectors hold its verdicts then. */
let go: GoVerifier | undefined;

beforeAll(async () => {
  go = await startGoVerifier();
});
afterAll(() => go?.close());

const judged = async ({ dump, checkpoints, key }: Omit<Case, 'name'>) => {
  const { message: _, ...verdict } = await judge({ dump: sourceOf(dump), checkpoints, key });
  return verdict;
};

const { entries, untouched } = drawLog(9, 5);
const signed = (lines: string) => ({ ...untouched, dump: Buffer.from(lines) });
const lines = untouched.dump.toString().trimEnd().split('\n');
const withLine = (index: number, line: string) => signed(`${lines.with(index, line).join('\n')}\n`);
const parse = (line = ''): { [name: string]: Json } => JSON.parse(line);

describe('the verdict', () => {
  it('on what nobody touched is that all of it is proven', async () => {
    expect(await judged(untouched)).toEqual({
      ok: true,
      entries: 9,
      proven: 9,
      checkpoints: 2,
      signed: 9,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
      headHash: entries.at(-1)?.hash,
      fault: null,
      sequence: 0,
    });
  });

  it('counts what was appended after the last checkpoint as not proven yet', async () => {
    const checkpoints = Buffer.from(checkpointOf(entries.slice(0, 4)));
    expect(await judged({ ...untouched, checkpoints })).toMatchObject({
      ok: true,
      entries: 9,
      proven: 4,
    });
  });

  it('on an empty log needs its checkpoint all the same', async () => {
    const checkpoints = Buffer.from(checkpointOf([]));
    const empty = { ...untouched, dump: Buffer.alloc(0) };
    expect(await judged({ ...empty, checkpoints })).toMatchObject({ ok: true, entries: 0 });
    expect(await judged(empty)).toMatchObject({ fault: 'TRUNCATED', sequence: 9 });
  });

  it('on a dump older than its checkpoint names both sizes, and how to tell it from a cut', async () => {
    const older = sourceOf(dumpOf(entries.slice(0, 6)));
    const verdict = await judge({ ...untouched, dump: older });
    expect(verdict).toMatchObject({ fault: 'TRUNCATED', entries: 6, signed: 9, sequence: 9 });
    expect(verdict.message).toContain('covers 9 entries and the dump has 6; export again');
  });

  it('names the entries that a rewriting with a valid chain is among', async () => {
    const other = drawEntries(9, 6);
    const result = await judge({ ...untouched, dump: sourceOf(dumpOf(other)) });
    expect(result).toMatchObject({ fault: 'WRONG_ROOT', sequence: 5 });
    expect(result.message).toContain('entries 1 to 5');
  });

  it('refuses two histories that were both signed', async () => {
    const both = checkpointOf(entries) + checkpointOf(drawEntries(9, 6));
    expect(await judged({ ...untouched, checkpoints: Buffer.from(both) })).toMatchObject({
      fault: 'WRONG_ROOT',
      sequence: 9,
    });
  });

  const third = parse(lines[2]);
  it.each<[string, string, number, Case]>([
    ['a space', 'MALFORMED_ENTRY', 3, withLine(2, lines[2]?.replace(':', ': ') ?? '')],
    [
      'members in another order',
      'MALFORMED_ENTRY',
      3,
      withLine(2, JSON.stringify({ sequence: 3, ...third })),
    ],
    [
      'a member twice',
      'MALFORMED_ENTRY',
      3,
      withLine(2, lines[2]?.replace('{', '{"bankId":"x",') ?? ''),
    ],
    [
      'an escape that need not be',
      'MALFORMED_ENTRY',
      3,
      withLine(2, lines[2]?.replace('r1', '\\u0072\\u0031') ?? ''),
    ],
    [
      'a fraction',
      'MALFORMED_ENTRY',
      3,
      withLine(2, lines[2]?.replace('"sequence":3', '"sequence":3.0') ?? ''),
    ],
    [
      'a sequence in quotes',
      'MALFORMED_ENTRY',
      3,
      withLine(2, canonicalize({ ...third, sequence: '3' })),
    ],
    [
      'no hash',
      'MALFORMED_ENTRY',
      3,
      withLine(2, lines[2]?.replace(/"hash":"[0-9a-f]{64}",(?="op)/, '') ?? ''),
    ],
    [
      'a hash in capitals',
      'MALFORMED_ENTRY',
      3,
      withLine(2, canonicalize({ ...third, hash: 'A'.repeat(64) })),
    ],
    [
      'a previous hash with more behind it',
      'MALFORMED_ENTRY',
      3,
      withLine(2, canonicalize({ ...third, previousHash: `${third.previousHash}0` })),
    ],
    ['a list for an entry', 'MALFORMED_ENTRY', 3, withLine(2, '[]')],
    ['nothing', 'MALFORMED_ENTRY', 3, withLine(2, '')],
    [
      'a lone surrogate',
      'MALFORMED_ENTRY',
      3,
      withLine(2, lines[2]?.replace('r1', '\\ud800') ?? ''),
    ],
    [
      'lists seventeen deep',
      'MALFORMED_ENTRY',
      3,
      withLine(2, lines[2]?.replace('"r1"', `${'['.repeat(17)}${']'.repeat(17)}`) ?? ''),
    ],
    ['no newline at its end', 'MALFORMED_ENTRY', 9, signed(lines.join('\n'))],
    [
      'another bank',
      'WRONG_BANK',
      3,
      withLine(2, canonicalize({ ...third, bankId: LOG_BANK.replace(/.$/, 'x') })),
    ],
    ['another number', 'WRONG_SEQUENCE', 3, withLine(2, canonicalize({ ...third, sequence: -3 }))],
    [
      'another previous hash',
      'BROKEN_LINK',
      3,
      withLine(2, canonicalize({ ...third, previousHash: 'a'.repeat(64) })),
    ],
    ['another subject', 'WRONG_HASH', 3, withLine(2, canonicalize({ ...third, subject: 'm' }))],
    [
      'a member more',
      'WRONG_HASH',
      3,
      withLine(2, canonicalize({ ...third, zzz: [true, false, null, -5, {}] })),
    ],
  ])('on an entry with %s is %s', async (_what, fault, sequence, one) => {
    const verdict = await judged(one);
    expect(verdict).toMatchObject({ ok: false, fault, sequence });
    if (go) expect(await go.judge(one)).toEqual(verdict);
  });

  it('is that of the vectors', async () => {
    for (const line of (await readFile(vectors, 'utf8')).trimEnd().split('\n')) {
      const { dump, checkpoints, key, verdict } = JSON.parse(line);
      const one = {
        dump: Buffer.from(dump, 'base64'),
        checkpoints: Buffer.from(checkpoints, 'base64'),
      };
      expect(await judged({ ...one, key })).toEqual(verdict);
    }
  });

  it(`finds each of ${TAMPERINGS} tamperings, as the verifier in Go does`, async () => {
    const draw = drawing(42);
    const log = drawLog(8, 42);
    for (let turn = 0; turn < TAMPERINGS; turn += 1) {
      const one = tamper(log, turn, draw);
      const verdict = await judged(one);
      if (verdict.ok) expect.fail(`${one.name}, turn ${turn}, was not found`);
      if (go) expect(await go.judge(one), one.name).toEqual(verdict);
    }
  });
});

describe('reading', () => {
  it('goes on over blocks of any length', async () => {
    for (const size of [1, 7, 620, 621, 4_096]) {
      const whole = sourceOf(untouched.dump);
      const dump: ByteSource = {
        read: (into, offset, length) => whole.read(into, offset, Math.min(size, length)),
      };
      expect((await judge({ ...untouched, dump })).ok).toBe(true);
    }
  });

  it('takes an entry of several megabytes, and gives up on a line that never ends', async () => {
    const long = canonicalize({ ...parse(lines[8]), subject: 'a'.repeat(5_000_000) });
    expect(await judged(withLine(8, long))).toMatchObject({ fault: 'WRONG_HASH', sequence: 9 });
    let left = 64;
    const endless: ByteSource = {
      read: async (into, offset, length) => {
        left -= 1;
        if (left < 0) throw new Error('it reads on and on');
        into.fill(0x61, offset, offset + length);
        return { bytesRead: length };
      },
    };
    expect(await judge({ ...untouched, dump: endless })).toMatchObject({
      fault: 'MALFORMED_ENTRY',
    });
  });
});
