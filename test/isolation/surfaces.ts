/** All that is written beside the answers: logs, metrics, the decision log, tables, memory. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createClient, type Target } from './asked.ts';
import { BANKS, bankIdOf, type Found, findCanaries } from './canaries.ts';
import type { Exported } from './cli-exports.ts';
import { searchHeap } from './heap.ts';
import type { Leak } from './judge.ts';
import { type Platform, SUBGRAPHS } from './platform.ts';
import type { World } from './world.ts';

export interface SurfaceCount {
  readonly surface: string;
  readonly bytes: number;
  readonly leaks: number;
}

export interface Searched {
  readonly leaks: readonly Leak[];
  readonly counts: readonly SurfaceCount[];
}

interface Search {
  readonly bytes: number;
  readonly leaks: readonly Leak[];
}

/** Enough to see what it is. */
const LEAKS_MAX = 5;

export async function searchSurfaces(
  world: World,
  platform: Platform,
  exported: readonly Exported[],
): Promise<Searched> {
  const { files } = platform;
  const searches: readonly (readonly [string, Promise<Search>])[] = [
    // Before the others: what is left in memory once the last answer is out.
    ['gateway memory', searchHeap(platform, world.sent)],
    ['gateway log', searchShared('gateway log', files['gateway log'])],
    ['subgraph log', searchShared('subgraph log', files['subgraph log'])],
    ['postgres log', searchShared('postgres log', world.postgresLog)],
    ['decision log', searchDecisionLog(files['decision log'])],
    ...exported.map((each) => [each.name, searchExported(world, each)] as const),
    ['metrics', searchMetrics(platform)],
    ...[...world.seeded.keys()].map(
      (table) => [`table ${table}`, searchTable(world, table)] as const,
    ),
  ];
  const counts: SurfaceCount[] = [];
  const leaks: Leak[] = [];
  for (const [surface, searching] of searches) {
    const found = await searching;
    counts.push({ surface, bytes: found.bytes, leaks: found.leaks.length });
    leaks.push(...found.leaks);
  }
  return { leaks, counts };
}

async function searchLines(file: string, look: (line: string) => readonly Leak[]): Promise<Search> {
  const leaks: Leak[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (leaks.length < LEAKS_MAX) leaks.push(...look(line));
  }
  return { bytes: (await stat(file)).size, leaks };
}

/** One file for all banks: no row of any may be in it, but who asked. */
function searchShared(surface: string, file: string): Promise<Search> {
  return searchLines(file, (line) =>
    foundIn(line, ({ isIdentity }) => !isIdentity).map(asLeak(surface, line)),
  );
}

/** One bank's own names that bank only, but for what it has asked; what is everybody's, no row of any. */
async function searchExported({ sent }: World, { name, text, bank }: Exported): Promise<Search> {
  const leaks = foundIn(text, (found) => {
    if (bank === undefined) return !found.isIdentity;
    return found.bank !== bank && !sent.has(bank, found.text);
  }).map(asLeak(name, text));
  return { bytes: text.length, leaks: leaks.slice(0, LEAKS_MAX) };
}

/** Each event is one bank's, which its labels name. */
function searchDecisionLog(file: string): Promise<Search> {
  return searchLines(file, (line) => {
    const bankId = /"bank_id":"([\w-]+)"/.exec(line)?.[1];
    return foundIn(line, ({ bank, isIdentity }) => !isIdentity || bankId !== bankIdOf(bank)).map(
      asLeak('decision log', line),
    );
  });
}

/** Names and labels; numbers count what happened, and may look like anything. */
async function searchMetrics(platform: Platform): Promise<Search> {
  const client = createClient(platform, 1);
  const targets: readonly Target[] = ['gateway', ...SUBGRAPHS];
  const answers = await Promise.all(
    targets.map((target) =>
      client.ask({
        ...{ kind: 'metrics', bank: -1, role: '', target, method: 'GET', path: '/metrics' },
        headers: {},
        body: '',
      }),
    ),
  ).finally(client.close);
  const text = answers.map(({ body }) => body).join('\n');
  const labels = text.replaceAll(/ \S+$/gm, '');
  return { bytes: text.length, leaks: foundIn(labels, () => true).map(asLeak('metrics', labels)) };
}

const PAGE_ROWS = 5_000;

/** Every row names its own bank only, but for what that bank itself has asked. */
async function searchTable({ sql, sent }: World, table: string): Promise<Search> {
  const leaks: Leak[] = [];
  let bytes = 0;
  const rows = sql.unsafe<{ bank: string; row: string }[]>(
    `select bank_id::text as bank, (to_jsonb(t) - 'bank_id')::text as row from ${table} t`,
  );
  for await (const page of rows.cursor(PAGE_ROWS)) {
    for (const { bank, row } of page) {
      bytes += row.length;
      const own = BANK_OF.get(bank) ?? -1;
      const foreign = foundIn(row, (found) => found.bank !== own && !sent.has(own, found.text));
      if (leaks.length < LEAKS_MAX) leaks.push(...foreign.map(asLeak(`table ${table}`, row)));
    }
  }
  return { bytes, leaks };
}

const BANK_OF: ReadonlyMap<string, number> = new Map(
  Array.from({ length: BANKS }, (_, bank) => [bankIdOf(bank), bank]),
);

function foundIn(text: string, isWanted: (found: Found) => boolean): readonly Found[] {
  const wanted: Found[] = [];
  findCanaries(text, (found) => {
    if (isWanted(found)) wanted.push(found);
  });
  return wanted;
}

function asLeak(surface: string, where: string): (found: Found) => Leak {
  return ({ bank, text }) => {
    const at = where.indexOf(text);
    const around = where.slice(Math.max(0, at - 200), at + 200);
    return { surface, owner: bank, text, where: around };
  };
}
