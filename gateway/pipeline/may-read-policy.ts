/** Who may see what the policy decides for others: whoever may ask why it decided. */
import type { AccessTable } from '../policy/index.ts';

const WHY = 'Query.decision';

/** Decided like everything else, by a coordinate: the schema says that it asks for policy:read. */
export function mayReadPolicy(table: AccessTable): boolean {
  return table.decide(WHY).effect === 'allow';
}
