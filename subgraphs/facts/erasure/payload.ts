/** What the mutations of erasures answer with. */
import type { ErasureRequestModel } from '../models.ts';
import type { ErasureError } from '../resolvers.generated.ts';

export interface ErasurePayload {
  readonly request: ErasureRequestModel | null;
  readonly userErrors: readonly ErasureError[];
}
