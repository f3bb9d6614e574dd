/** Statistics over the caller's bank, for Query.describe and Bank.describe. */
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import { toBucket } from '../domain/bucket.ts';
import type { Question } from '../domain/question.ts';
import { findRollups } from '../queries/find-rollups.ts';
import { freshen } from '../refresh.ts';
import type { MetricBucket } from '../resolvers.generated.ts';

export async function describeBank(
  { inTenant, principal: { bankId } }: RequestContext,
  question: Question,
): Promise<readonly MetricBucket[]> {
  return inTenant(async (tx) => {
    const scope = { kind: 'bank' } as const;
    await freshen(tx, bankId, scope);
    return (await findRollups(tx, bankId, scope, question)).map(toBucket);
  });
}
