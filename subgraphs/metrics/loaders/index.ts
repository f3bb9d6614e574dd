/** Loaders of one request. */
import type DataLoader from 'dataloader';
import type { RequestContext } from '../../../lib/subgraph/index.ts';
import type { MetricBucket } from '../resolvers.generated.ts';
import { type AccountQuestion, accountBucketsLoader } from './account-buckets.ts';

export interface Loaders {
  readonly accountBuckets: DataLoader<AccountQuestion, readonly MetricBucket[], string>;
}

export function createLoaders(context: RequestContext): Loaders {
  return { accountBuckets: accountBucketsLoader(context) };
}
