/** plan: PricedOperation → PlannedOperation. The key under which its query plan is kept. */
import { createHash } from 'node:crypto';
import type { PlannedOperation, PricedOperation } from './types.ts';

/**
 * ApolloGateway plans at execution and keeps plans by this key alone; its own key is the client's
 * text, under which two principals would share one plan. So the key holds all a plan depends on:
 * the document as authorized and the access table's key (policy revision, schema, attributes).
 */
export function plan(priced: PricedOperation): PlannedOperation {
  const { authorized, valid } = priced.authorization;
  const planKey = createHash('sha256')
    .update(valid.table.key)
    .update('\0')
    .update(authorized.operation?.name?.value ?? '')
    .update('\0')
    .update(authorized.text)
    .digest('hex');
  return { priced, planKey };
}
