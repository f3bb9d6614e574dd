/** Which role × coordinate no test and no case mentions. */
import { z } from 'zod';
import type { Requirements } from '../../gateway/policy/index.ts';
import type { AuthorizationCase } from '../cases.ts';
import { percentOf } from './line-coverage.ts';

const inputSchema = z.object({
  subject: z.object({ role: z.string() }),
  coordinates: z.array(z.string()).optional(),
  uses: z.array(z.object({ coordinate: z.string() })).optional(),
});

export interface PairCoverage {
  readonly roles: readonly string[];
  readonly mentioned: number;
  readonly total: number;
  readonly percent: number;
  /** By coordinate, the roles that no test asks it for. */
  readonly missing: readonly { readonly coordinate: string; readonly roles: readonly string[] }[];
}

/**
 * Coordinates that ask for nothing are left out: every role gets them.
 *
 * @param inputs what the Rego tests asked; what is no question of the gateway's is left out.
 */
export function pairCoverage(source: {
  readonly inputs: readonly unknown[];
  readonly cases: readonly AuthorizationCase[];
  readonly roles: readonly string[];
  readonly coordinates: readonly string[];
  readonly requirements: Requirements;
}): PairCoverage {
  const { inputs, cases, roles, requirements } = source;
  const asked = new Set<string>(cases.map((each) => pairOf(each.role, each.coordinate)));
  for (const input of inputs) {
    const parsed = inputSchema.safeParse(input).data;
    if (parsed === undefined) continue;
    const uses = (parsed.uses ?? []).map(({ coordinate }) => coordinate);
    for (const coordinate of [...(parsed.coordinates ?? []), ...uses]) {
      asked.add(pairOf(parsed.subject.role, coordinate));
    }
  }
  const closed = source.coordinates.filter((each) => !isOpen(requirements, each));
  const missing = closed.flatMap((coordinate) => {
    const without = roles.filter((role) => !asked.has(pairOf(role, coordinate)));
    return without.length === 0 ? [] : [{ coordinate, roles: without }];
  });
  const total = closed.length * roles.length;
  const mentioned = total - missing.reduce((sum, each) => sum + each.roles.length, 0);
  return { roles, mentioned, total, percent: percentOf(mentioned, total), missing };
}

function isOpen(requirements: Requirements, coordinate: string): boolean {
  return requirements[coordinate]?.policies.some(({ length }) => length === 0) ?? false;
}

function pairOf(role: string, coordinate: string): string {
  return `${role} ${coordinate}`;
}
