/** price: AuthorizedOperation → PricedOperation. Cost against a budget, before anything is planned. */
import { Refusal } from '../../lib/errors/index.ts';
import { countFields } from '../operation/count-fields.ts';
import type { AuthorizedOperation, PricedOperation } from './types.ts';

/** Fields an operation may select, fragments expanded; the planner's work grows with them. */
export const FIELDS_MAX = 2_000;

/** @throws {Refusal} COST_LIMIT_EXCEEDED */
export function price(authorization: AuthorizedOperation): PricedOperation {
  const { operation, fragments } = authorization.valid.parsed;
  const cost = countFields(operation, fragments);
  if (cost > FIELDS_MAX) {
    throw new Refusal('COST_LIMIT_EXCEEDED', `The operation selects over ${FIELDS_MAX} fields.`, {
      hint: 'Ask for fewer fields, or in several operations.',
    });
  }
  return { authorization, cost };
}
