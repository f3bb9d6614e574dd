/** Buckets of many accounts: one statement per distinct question, however many accounts. */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { toBucket } from '../domain/bucket.ts';
import { type Question, questionKey } from '../domain/question.ts';
import type { RollupScope } from '../domain/scope.ts';
import { findRollups } from '../queries/find-rollups.ts';
import { freshen } from '../refresh.ts';
import type { MetricBucket } from '../resolvers.generated.ts';

export interface AccountQuestion {
  readonly accountId: string;
  readonly question: Question;
}

export function accountBucketsLoader({
  inTenant,
  principal: { bankId },
}: RequestContext): DataLoader<AccountQuestion, readonly MetricBucket[], string> {
  return new DataLoader(
    (asked) =>
      inTenant(async (tx) => {
        const ids = [...new Set(asked.map(({ accountId }) => accountId))];
        await freshen(tx, bankId, { kind: 'accounts', ids });
        const found = new Map<string, MetricBucket[]>(asked.map((one) => [keyOf(one), []]));
        for (const { question, scope } of groupByQuestion(asked)) {
          for (const row of await findRollups(tx, bankId, scope, question)) {
            found.get(keyOf({ accountId: row.accountId, question }))?.push(toBucket(row));
          }
        }
        return asked.map((one) => found.get(keyOf(one)) ?? []);
      }),
    { cacheKeyFn: keyOf },
  );
}

function keyOf({ accountId, question }: AccountQuestion): string {
  return `${accountId} ${questionKey(question)}`;
}

interface Group {
  readonly question: Question;
  readonly scope: RollupScope;
}

function groupByQuestion(asked: readonly AccountQuestion[]): readonly Group[] {
  const groups = Map.groupBy(asked, ({ question }) => questionKey(question));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const ids = group.map(({ accountId }) => accountId);
    return [{ question: first.question, scope: { kind: 'accounts', ids } as const }];
  });
}
