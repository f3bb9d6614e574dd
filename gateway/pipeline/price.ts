/** price: AuthorizedOperation → PricedOperation. Cost against the role's limit, before planning. */
import type { GraphQLSchema } from 'graphql';
import { Refusal } from '../../lib/errors/index.ts';
import type { CostModel } from '../operation/cost-model.ts';
import { estimateCost } from '../operation/estimate-cost.ts';
import type { AuthorizedOperation, PricedOperation } from './types.ts';

export interface PriceDeps {
  readonly apiSchema: GraphQLSchema;
  readonly costs: CostModel;
}

/** Fields introspection may resolve; graphql-js's own query asks for some 43,000 by this count. */
const INTROSPECTION_FIELDS_MAX = 60_000;

/**
 * The price is that of the operation as asked, whatever authorization leaves of it, so that it is
 * the same for everyone; what did not run is given back by `settle`.
 * @throws {Refusal} COST_LIMIT_EXCEEDED, OPERATION_TOO_COMPLEX, GRAPHQL_VALIDATION_FAILED
 */
export function price(deps: PriceDeps, authorization: AuthorizedOperation): PricedOperation {
  const { parsed, variables, table } = authorization.valid;
  const { operation, fragments } = parsed;
  const scope = { schema: deps.apiSchema, fragments, variables, model: deps.costs };
  const { cost, introspectionFields, unsliced } = estimateCost(scope, operation);
  if (unsliced !== undefined) {
    throw new Refusal('GRAPHQL_VALIDATION_FAILED', `${unsliced} needs a size.`, {
      coordinate: unsliced,
      hint: 'Give exactly one of its slicing arguments, as first.',
    });
  }
  if (introspectionFields > INTROSPECTION_FIELDS_MAX) {
    throw tooComplex(introspectionFields);
  }
  if (cost > table.limits.cost) {
    throw new Refusal(
      'COST_LIMIT_EXCEEDED',
      `The operation may cost ${cost}; ${table.limits.cost} is the most one may.`,
      {
        hint: 'Ask for smaller pages (first) or fewer nested lists.',
        limit: { name: 'cost', max: table.limits.cost, actual: cost },
        extensions: { cost: { requestedQueryCost: cost, actualQueryCost: null } },
      },
    );
  }
  return { authorization, cost };
}

function tooComplex(actual: number): Refusal {
  const max = INTROSPECTION_FIELDS_MAX;
  return new Refusal('OPERATION_TOO_COMPLEX', `Introspection would resolve over ${max} fields.`, {
    reason: 'INTROSPECTION_FIELDS_LIMIT',
    hint: 'Ask for types by name, with __type(name:).',
    limit: { name: 'introspection_fields', max, actual: Math.ceil(actual) },
  });
}
