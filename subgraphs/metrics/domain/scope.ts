/** What a set of rollups covers: the whole bank, or single accounts. */
import { isUuid } from '../../../lib/ids.ts';

/** Stands for "the whole bank" in the account column (RFC 9562 §5.9). */
const WHOLE_BANK = '00000000-0000-0000-0000-000000000000';

export type RollupScope =
  | { readonly kind: 'bank' }
  | { readonly kind: 'accounts'; readonly ids: readonly string[] };

/** Values of the account column in this scope. */
export function accountColumnOf(scope: RollupScope): readonly string[] {
  return scope.kind === 'bank' ? [WHOLE_BANK] : scope.ids;
}

/** The id as the database spells it; undefined for what can't be an account's. */
export function toAccountId(text: string): string | undefined {
  const id = text.toLowerCase();
  return isUuid(id) && id !== WHOLE_BANK ? id : undefined;
}
