/** The runs as a table for people, and a leak as the case that shows it again. */
import Table from 'cli-table3';
import { BANKS } from './canaries.ts';
import type { Leak } from './judge.ts';
import type { OracleResult } from './oracles.ts';
import { ROLES } from './people.ts';
import type { Proven } from './prover.ts';
import { T_MAX } from './timing.ts';

export function printRuns(runs: readonly Proven[]): string {
  const table = new Table({
    head: [
      'run',
      'operations',
      'per second',
      'role × bank',
      'coordinates',
      'own canaries',
      'foreign',
    ],
    style: { head: [], border: [] },
  });
  for (const { layer, asked, seconds, coverage, own, leaks } of runs) {
    table.push([
      layer,
      asked,
      Math.round(asked / seconds),
      `${coverage.askers.size} of ${ROLES.length * BANKS}`,
      `${coverage.reached.size} of ${coverage.all.length}`,
      own,
      leaks.length,
    ]);
  }
  return `${table.toString()}\n${printSurfaces(runs)}\n${printKinds(runs)}\n${printUnreached(runs)}`;
}

function printSurfaces(runs: readonly Proven[]): string {
  const table = new Table({
    head: ['searched', ...runs.map(({ layer }) => layer)],
    style: { head: [], border: [] },
  });
  const names = [
    ...new Set(runs.flatMap(({ surfaces }) => surfaces.map(({ surface }) => surface))),
  ];
  for (const name of names) {
    const cells = runs.map(({ surfaces }) => {
      const found = surfaces.find(({ surface }) => surface === name);
      if (!found) return '–';
      return `${kilobytes(found.bytes)}${found.leaks > 0 ? `, ${found.leaks} FOREIGN` : ''}`;
    });
    table.push([name, ...cells]);
  }
  return table.toString();
}

function printKinds(runs: readonly Proven[]): string {
  const total = new Map<string, number>();
  for (const { coverage } of runs) {
    for (const [kind, count] of coverage.kinds) total.set(kind, (total.get(kind) ?? 0) + count);
  }
  return `asked: ${[...total].map(([kind, count]) => `${count} ${kind}`).join(', ')}`;
}

/** In no run was there anything to be seen of these. */
function printUnreached(runs: readonly Proven[]): string {
  const [first] = runs;
  const left = first?.coverage.all.filter((each) =>
    runs.every(({ coverage }) => !coverage.reached.has(each)),
  );
  return `never answered with data: ${left?.join(' ') || 'none'}`;
}

export function printOracles(oracles: readonly OracleResult[]): string {
  const table = new Table({
    head: ['another bank’s or nobody’s', 'answers', 'median ms', 't (Welch)', 'pairs'],
    style: { head: [], border: [] },
  });
  for (const { name, isSame, timing } of oracles) {
    const medians = timing?.medianMs.map((each) => each.toFixed(2)).join(' / ');
    const t = timing ? `${timing.t.toFixed(2)}${Math.abs(timing.t) > T_MAX ? ' TOLD' : ''}` : '–';
    table.push([name, isSame ? 'the same' : 'DIFFER', medians ?? '–', t, timing?.pairs ?? '–']);
  }
  return table.toString();
}

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KB`;

/** Enough to ask it again by hand. Tokens are left out: they are of the run. */
export function printLeak(
  leak: Leak,
  runOf: { readonly layer: string; readonly seed: number },
): string {
  const head = `FOREIGN in ${leak.surface}, run "${runOf.layer}", seed ${runOf.seed}: ${leak.text} of bank ${leak.owner}`;
  if (!leak.case) return `${head}\n    ${leak.where ?? ''}`;
  const { asked, answered } = leak.case;
  return [
    head,
    `    as ${asked.role} of bank ${asked.bank}: ${asked.method} ${asked.target}${asked.path}`,
    `    ${asked.body}`,
    `    ${answered.status} ${around(answered.body, leak.text)}`,
  ].join('\n');
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 300), at + 300);
}
