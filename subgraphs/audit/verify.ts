/** Recomputes the whole chain of a bank, a piece at a time, so that memory stays flat. */
import type { TenantTransaction } from '../../lib/db/index.ts';
import type { BankId } from '../../lib/ids.ts';
import { checkLinks, FIRST_LINK } from './domain/check-links.ts';
import { findHead } from './queries/find-head.ts';
import { listChain } from './queries/list-chain.ts';
import type { AuditVerification } from './resolvers.generated.ts';

export interface VerifyOptions {
  readonly bankId: BankId;
  /** Entries in memory at once. */
  readonly pieceSize: number;
}

/** Entries appended after the start are left for the next time. */
export async function verify(
  tx: TenantTransaction,
  { bankId, pieceSize }: VerifyOptions,
): Promise<AuditVerification> {
  const head = await findHead(tx, bankId);
  const end = head?.sequence ?? 0;
  const headHash = head?.hash ?? null;
  let link = FIRST_LINK;
  while (link.sequence < end) {
    const range = { from: link.sequence + 1, to: Math.min(link.sequence + pieceSize, end) };
    const checked = checkLinks(link, await listChain(tx, bankId, range), range.to);
    if (checked.kind === 'broken') {
      const { sequence } = checked;
      return { intact: false, entriesChecked: sequence, firstBrokenSequence: sequence, headHash };
    }
    link = checked.link;
  }
  return { intact: true, entriesChecked: end, firstBrokenSequence: null, headHash };
}
