/** elevate: ValidOperation → ElevatedOperation, with the permissions its caller holds for a time. */
import type { Elevation } from '../elevation/index.ts';
import type { ElevatableIn } from './elevatable.ts';
import type { ElevatedOperation, ValidOperation } from './types.ts';

export interface ElevateDeps {
  readonly elevatableIn: ElevatableIn;
  readonly elevation: Elevation;
  readonly now: () => Date;
}

/**
 * Grants are asked for only where one could open something. The operation keeps the instant it is
 * given here, so that a grant that ends meanwhile ends for all of it or for nothing.
 */
export async function elevate(
  { elevatableIn, elevation, now }: ElevateDeps,
  valid: ValidOperation,
): Promise<ElevatedOperation> {
  const elevatable = elevatableIn(valid);
  if (elevatable.length === 0) return { ...valid, now: now(), grants: [], elevatable };
  const { principal, decisionId } = valid.parsed.admission;
  const { subject, role, bankId } = principal;
  const policyRevision = valid.table.revision;
  const caller = { subject, role, bankId, decisionId, policyRevision };
  const held = await elevation.grantsOf(caller);
  const instant = now();
  const grants = held.filter(({ until }) => until > instant);
  if (grants.length > 0) elevation.onUse(caller, grants);
  return { ...valid, now: instant, grants, elevatable };
}
