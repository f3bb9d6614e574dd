/** Whose data can be erased, and where it is besides under a key. */
import type { TenantTransaction } from '../../../lib/db/index.ts';
import type { BankId } from '../../../lib/ids.ts';
import { clearCounterparty } from '../queries/clear-counterparty.ts';
import { clearHolder } from '../queries/clear-holder.ts';
import { findCounterparty } from '../queries/find-counterparty.ts';
import { findHolder } from '../queries/find-holder.ts';
import type { ErasureSubjectKind } from '../resolvers.generated.ts';

export interface ErasureSubject {
  readonly kind: ErasureSubjectKind;
  readonly id: string;
}

interface SubjectKind {
  /** Undefined where the bank has nobody of this id. */
  readonly find: (
    tx: TenantTransaction,
    bankId: BankId,
    id: string,
  ) => Promise<{ readonly erasedAt: Date | null } | undefined>;
  /**
   * Takes away what tells of the subject without its key too: columns in the clear and tags of blind
   * indexes; and what is sealed, which nobody opens any more. @returns how many rows had any.
   */
  readonly clear: (tx: TenantTransaction, bankId: BankId, id: string, now: Date) => Promise<number>;
}

export const SUBJECT_KINDS: Readonly<Record<ErasureSubjectKind, SubjectKind>> = {
  ACCOUNT_HOLDER: { find: findHolder, clear: clearHolder },
  COUNTERPARTY: { find: findCounterparty, clear: clearCounterparty },
};
