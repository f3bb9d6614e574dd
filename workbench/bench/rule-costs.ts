/** What each rule costs of deciding everything for a role, by OPA's profiler. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runOpa } from '../opa.ts';
import { type PolicySources, stageSources } from '../policy-sources.ts';

export interface RuleCost {
  /** `payscope.authz.gaps`. */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** On OPA's evaluator, which is not what the gateway runs: to be compared with one another. */
  readonly ms: number;
  /** Of all the time, between 0 and 1. */
  readonly share: number;
  readonly evaluations: number;
}

const profileSchema = z.object({
  profile: z
    .array(
      z.object({
        total_time_ns: z.number(),
        num_eval: z.number(),
        location: z.object({ file: z.string(), row: z.int() }),
      }),
    )
    .default([]),
});

const QUERY = 'data.payscope.authz.decisions';
/** More lines than the rules have. */
const LINES_MAX = '10000';

/** The most expensive first. */
export async function ruleCosts(
  opaPath: string,
  sources: PolicySources,
  input: object,
): Promise<readonly RuleCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'payscope-profile-'));
  try {
    stageSources(sources, join(folder, 'policies'));
    writeFileSync(join(folder, 'input.json'), JSON.stringify(input));
    const output = await runOpa(
      opaPath,
      [
        'eval',
        ...['--profile', '--profile-limit', LINES_MAX, '--format', 'json'],
        ...['--ignore', 'capabilities.json', '--bundle', '.'],
        ...['--input', '../input.json', QUERY],
      ],
      { cwd: join(folder, 'policies') },
    );
    return costsIn(profileSchema.parse(JSON.parse(output)).profile, sources);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function costsIn(
  profile: z.output<typeof profileSchema>['profile'],
  sources: PolicySources,
): readonly RuleCost[] {
  const total = profile.reduce((sum, { total_time_ns: ns }) => sum + ns, 0);
  const byRule = Map.groupBy(
    profile.flatMap((line) => {
      const rule = ruleAt(sources, line.location);
      return rule === undefined ? [] : [{ ...line, ...rule }];
    }),
    ({ rule }) => rule,
  );
  const costs = [...byRule].map(([rule, lines]): RuleCost => {
    const ns = lines.reduce((sum, { total_time_ns: each }) => sum + each, 0);
    const [first] = lines.toSorted((a, b) => a.line - b.line);
    return {
      rule,
      file: `policies/${first?.location.file ?? ''}`,
      line: first?.line ?? 0,
      ms: ns / 1e6,
      share: total === 0 ? 0 : ns / total,
      evaluations: lines.reduce((sum, { num_eval: each }) => sum + each, 0),
    };
  });
  return costs.sort((a, b) => b.ms - a.ms);
}

/** The rule a line is of: the nearest above that begins at the margin, as `opa fmt` leaves them. */
export function ruleAt(
  sources: PolicySources,
  { file, row }: { readonly file: string; readonly row: number },
): { readonly rule: string; readonly line: number } | undefined {
  const lines = sources.get(file)?.split('\n') ?? [];
  const packageName = lines.map((line) => /^package (\S+)/.exec(line)?.[1]).find(Boolean);
  for (let index = row - 1; index >= 0; index -= 1) {
    const name = /^(?:default )?([a-z_]\w*)/.exec(lines[index] ?? '')?.[1];
    if (name === undefined || name === 'package' || name === 'import') continue;
    return { rule: `${packageName}.${name}`, line: index + 1 };
  }
  return undefined;
}
