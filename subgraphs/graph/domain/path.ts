/** Found ways as the graph shows them. */
import { Refusal } from '../../../lib/errors/index.ts';
import { money } from '../../../lib/money.ts';
import type { PathNodeModel } from '../models.ts';
import type { FoundPaths } from '../queries/find-paths.ts';
import type { Money } from '../resolvers.generated.ts';

export interface PathModel {
  readonly hops: number;
  readonly nodes: readonly PathNodeModel[];
  readonly bottleneck: Money;
}

/** @throws {Refusal} BAD_USER_INPUT when a search that was cut short found less than asked for. */
export function toPaths({ paths, exhausted }: FoundPaths, first: number): readonly PathModel[] {
  if (exhausted && paths.length < first) throw tooManyWays();
  return paths.map(({ hops, nodes, bottleneck, currency }) => ({
    hops,
    nodes,
    bottleneck: money(Number(bottleneck), currency),
  }));
}

export function tooManyWays(cause?: unknown): Refusal {
  return new Refusal('BAD_USER_INPUT', 'There are too many ways to look at.', {
    reason: 'TOO_MANY_WAYS',
    hint: 'Ask for fewer maxHops.',
    cause,
  });
}
