/** A gateway process that logs its decisions, and `payscope policy replay` of what it logged. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedBundle } from '../support/bundles.ts';
import { runCommand } from '../support/command.ts';
import { type Stack, startStack } from '../support/stack.ts';

let folder: string;
let file: string;
let bundle: string;
let text: string;
let asked: readonly unknown[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-decisions-'));
  file = join(folder, 'decisions.jsonl');
  bundle = join(folder, 'bundle.tar.gz');
  await writeFile(bundle, committedBundle());
  const stack = await startStack({ env: { DECISION_LOG: `file:${file}` } });
  try {
    asked = await askAll(stack);
    expect(await stack.gateway.stop()).toBe(0);
    text = await readFile(file, 'utf8');
  } finally {
    await stack.stop();
  }
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const QUERIES: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  [
    'ANALYST',
    'query Page { payments(first: 2) { edges { node { id amount { minorUnits } } } } }',
    {},
  ],
  [
    'AUDITOR',
    'query Page($f: PaymentFilter) { payments(first: 101, filter: $f) { edges { node { id } } } }',
    { f: { counterpartyBank: 'AB', minAmount: 100 } },
  ],
  ['AUDITOR', '{ accounts(first: 1) { edges { node { holders { gender birthDate } } } } }', {}],
  ['SYSTEM', '{ bank { code } }', {}],
  ['ANALYST', '{ nothing }', {}],
  ['ANALYST', '{ ', {}],
];

/** The decision ids, in the order of the questions. */
async function askAll({ token, ask }: Stack): Promise<readonly unknown[]> {
  const ids: unknown[] = [];
  for (const [role, query, variables] of QUERIES) {
    const { headers } = await ask(await token(role, 'HB'), query, variables);
    ids.push(headers.get('payscope-decision-id'));
  }
  return ids;
}

type Event = ReturnType<typeof JSON.parse>;

const events = (): readonly Event[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line): Event => JSON.parse(line));

describe('the log of a gateway that was stopped', () => {
  it('has all it was asked, to the last', () => {
    const logged = new Set(events().map(({ decision_id }) => decision_id));
    expect([...logged]).toEqual(asked);
  });

  it('keeps no argument but those a condition reads', () => {
    const conditional = events().filter(({ path }) => path === 'payscope/authz/conditional');
    expect(conditional.map(({ input }) => input.uses[0].arguments)).toEqual([
      { first: 2 },
      { first: 101 },
    ]);
    expect(conditional[1].erased).toContain('/input/uses/0/arguments/filter');
  });

  it('replays without a difference, and the command says so', async () => {
    const { code, stdout } = await runCommand(['policy', 'replay', file, '--bundle', bundle]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(', 0 differences')]);
    const json = await runCommand(['policy', 'replay', file, '--bundle', bundle, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      records: events().length,
      replayed: events().length,
      differing: 0,
      unreadable: [],
    });
  });

  it('of which one decision was changed, is told apart, with the place and both decisions', async () => {
    const other = join(folder, 'changed.jsonl');
    await writeFile(other, text.replace('"effect":"deny"', '"effect":"allow"'));
    const { code, stdout } = await runCommand(['policy', 'replay', other, '--bundle', bundle]);
    expect(code).toBe(1);
    expect(stdout).toContain(`${other}:`);
    expect(stdout).toMatch(/expected .*"allow"/);
    expect(stdout).toMatch(/actual .*"deny"/);
    expect(stdout).toContain('1 difference\n');
  });

  it('that is not there is wrong usage', async () => {
    const missing = join(folder, 'missing.jsonl');
    const { code, stderr } = await runCommand(['policy', 'replay', missing]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${missing} can't be read`)]);
  });

  it('of a revision nobody has can not be called the same', async () => {
    const other = join(folder, 'elsewhere.jsonl');
    await writeFile(other, text.replaceAll(/"revision":"[0-9a-f]+"/g, '"revision":"elsewhere"'));
    const { code, stdout } = await runCommand(['policy', 'replay', other]);
    expect([code, stdout]).toEqual([1, expect.stringContaining('revision elsewhere')]);
  });
});
