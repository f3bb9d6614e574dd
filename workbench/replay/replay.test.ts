import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBundle } from '../../gateway/policy/index.ts';
import { instantiateWasm } from '../../gateway/policy/wasm.ts';
import { readPolicyFixture } from '../../test/support/policy.ts';
import { type LogLine, readDecisionLog } from '../decision-log.ts';
import { isSame, type ReplayReport, replay } from './replay.ts';
import type { ReplayVersion } from './versions.ts';

let version: ReplayVersion;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-replay-'));
  const { bundle: archive, requirements } = readPolicyFixture();
  const bundle = await readBundle(archive);
  const ask = await instantiateWasm(bundle, { ...bundle.data, schema: requirements });
  version = { revision: bundle.revision, ask };
});
afterAll(() => rm(dir, { recursive: true }));

const tabled = {
  subject: { role: 'ANALYST' },
  coordinates: ['AccountHolder.gender', 'Query.paths'],
};
const used = (maxHops: number) => ({
  subject: { role: 'AUDITOR' },
  now: '2026-06-01T12:00:00.000Z',
  grants: [],
  uses: [{ coordinate: 'Query.payments', arguments: { first: maxHops } }],
});

function eventOf(path: string, input: object, more: object = {}): string {
  const results: unknown = version.ask(
    path === 'payscope/authz/decisions' ? path : 'payscope/authz/conditional',
    input,
  );
  const [{ result }] = JSON.parse(JSON.stringify(results));
  const bundles = { payscope: { revision: version.revision } };
  return JSON.stringify({ decision_id: 'd1', path, input, result, bundles, ...more });
}

const decisions = (more?: object) => eventOf('payscope/authz/decisions', tabled, more);
const conditional = (first: number, more?: object) =>
  eventOf('payscope/authz/conditional', used(first), more);

async function replayed(
  lines: readonly string[],
  versionOf = async (): Promise<ReplayVersion | undefined> => version,
): Promise<ReplayReport> {
  const stdin = Readable.from([lines.join('\n')]);
  return replay({ lines: readDecisionLog(['-'], stdin), versionOf });
}

describe('a log replays', () => {
  test('without a difference where the policy says the same', async () => {
    const report = await replayed([decisions(), conditional(100), conditional(101), decisions()]);
    expect(report).toMatchObject({ records: 4, replayed: 4, differing: 0 });
    expect(isSame(report)).toBe(true);
  });

  test('with each decision that is another now, and where in the log it stands', async () => {
    const changed: ReturnType<typeof JSON.parse> = JSON.parse(decisions());
    changed.result['AccountHolder.gender'].effect = 'allow';
    const flipped: ReturnType<typeof JSON.parse> = JSON.parse(conditional(101));
    flipped.result[0] = { ...flipped.result[0], effect: 'allow', reason: 'ALLOWED' };
    const report = await replayed([decisions(), JSON.stringify(changed), JSON.stringify(flipped)]);
    expect(report).toMatchObject({
      differing: 2,
      differences: [
        {
          line: 2,
          at: 'AccountHolder.gender',
          role: 'ANALYST',
          expected: { effect: 'allow' },
          actual: { effect: 'deny', reason: 'MISSING_PERMISSION' },
        },
        {
          line: 3,
          at: 'Query.payments (use 1)',
          role: 'AUDITOR',
          expected: { effect: 'allow' },
          actual: { effect: 'deny', reason: 'CONDITION_NOT_MET' },
        },
      ],
    });
    expect(isSame(report)).toBe(false);
  });

  test('with a difference where a coordinate is missing on either side', async () => {
    const less: ReturnType<typeof JSON.parse> = JSON.parse(decisions());
    delete less.result['Query.paths'];
    const more: ReturnType<typeof JSON.parse> = JSON.parse(decisions());
    more.result['Query.bank'] = more.result['Query.paths'];
    const report = await replayed([JSON.stringify(less), JSON.stringify(more)]);
    expect(report.differences.map(({ at }) => at)).toEqual(['Query.paths', 'Query.bank']);
  });

  test('with a difference where the policy gives no answer now', async () => {
    const failing = async () => ({
      revision: 'r2',
      ask: () => {
        throw new Error('unreachable');
      },
    });
    expect((await replayed([decisions()], failing)).differing).toBe(1);
  });
});

describe('what can not be replayed is told', () => {
  test.each<readonly [string, () => string, Partial<ReplayReport['not_replayed']>, boolean]>([
    ['a line that was cut off', () => decisions().slice(0, 100), { unreadable: 1 }, false],
    ['a line that is no event', () => '{"level":"info"}', { unreadable: 1 }, false],
    ['a question of others', () => eventOf('other/policy', used(1)), { other_path: 1 }, true],
    [
      'a policy that failed then',
      () => decisions({ error: { code: 'policy_failed', message: '' } }),
      { policy_failed: 1 },
      true,
    ],
    [
      'arguments that were not kept',
      () => conditional(1, { error: { code: 'mask_failed', message: '' } }),
      { mask_failed: 1 },
      true,
    ],
  ])('%s', async (_, line, counted, same) => {
    const report = await replayed([line(), decisions()]);
    expect(report).toMatchObject({ records: 2, replayed: 1, not_replayed: counted });
    expect(isSame(report)).toBe(same);
  });

  test('a revision nobody has, with its records', async () => {
    const bundles = { payscope: { revision: 'gone' } };
    const lines = [decisions({ bundles }), decisions(), conditional(1, { bundles })];
    const report = await replayed(lines, async (revision) =>
      revision === 'gone' ? undefined : version,
    );
    expect(report).toMatchObject({ replayed: 1, unknown_revisions: { gone: 2 } });
    expect(isSame(report)).toBe(false);
  });

  test('what the log says is missing in it', async () => {
    const notice = { decision_id: 'n1', path: 'payscope/logs/dropped', result: { dropped: 7 } };
    expect(await replayed([JSON.stringify(notice), decisions()])).toMatchObject({
      dropped: 7,
      replayed: 1,
      differing: 0,
    });
  });
});

test('the same question is put to the policy once', async () => {
  let asked = 0;
  const counting = async () => ({
    revision: version.revision,
    ask: (...given: Parameters<ReplayVersion['ask']>) => {
      asked += 1;
      return version.ask(...given);
    },
  });
  await replayed([decisions(), decisions(), conditional(1), conditional(1)], counting);
  expect(asked).toBe(2);
});

describe('a log is read', () => {
  async function read(files: readonly string[]): Promise<readonly LogLine[]> {
    const lines: LogLine[] = [];
    for await (const line of readDecisionLog(files)) lines.push(line);
    return lines;
  }

  test('gzipped or not, one file after the other, with the lines of each counted', async () => {
    const [plain, zipped] = [join(dir, 'a.jsonl'), join(dir, 'b.jsonl.gz')];
    await writeFile(plain, `${decisions()}\n\n${decisions()}\n`);
    await writeFile(zipped, gzipSync(`${conditional(1)}\n`));
    const lines = await read([plain, zipped]);
    expect(lines.map(({ kind, file, line }) => [kind, file, line])).toEqual([
      ['event', plain, 1],
      ['event', plain, 3],
      ['event', zipped, 1],
    ]);
  });

  test.each(['missing.jsonl', '.'])('and one that can not be is named: %s', async (name) => {
    await expect(read([join(dir, name)])).rejects.toThrow(`${join(dir, name)} can't be read`);
  });

  test('and so is one that is not the archive it is called', async () => {
    const file = join(dir, 'c.jsonl.gz');
    await writeFile(file, 'no gzip');
    await expect(read([file])).rejects.toThrow("can't be read");
  });
});
