/** The refused exit of every stage: errors a client may see, and nothing more. */
import { GraphQLError } from 'graphql';
import { CODES, type Code, Refusal } from '../../lib/errors/index.ts';
import type { AuthorizedOperation, RefusedOperation } from './types.ts';

/** An operation refused with several errors at once, as validation finds them. */
export class OperationRefused extends Error {
  readonly code: Code;
  readonly errors: readonly GraphQLError[];
  /** Coordinates that were denied, for the audit trail. */
  readonly withheld: readonly string[];
  /** Where it came as far as that, what was decided. */
  readonly authorization: AuthorizedOperation | undefined;

  constructor(
    code: Code,
    errors: readonly GraphQLError[],
    withheld: readonly string[] = [],
    authorization?: AuthorizedOperation,
  ) {
    super(code);
    this.name = 'OperationRefused';
    this.code = code;
    this.errors = errors;
    this.withheld = withheld;
    this.authorization = authorization;
  }
}

/** Turns whatever a stage threw into errors to show; a fault keeps its cause for the log only. */
export function refusalOf(thrown: unknown, decisionId: string): RefusedOperation {
  if (thrown instanceof OperationRefused) {
    const errors = thrown.errors.map((error) => withCode(error, thrown.code, decisionId));
    const { code, withheld } = thrown;
    const status = CODES[code].status;
    return { errors, outcome: 'REFUSED', status, headers: {}, extensions: {}, withheld };
  }
  if (thrown instanceof Refusal) {
    return {
      errors: [errorOf(thrown, decisionId)],
      outcome: CODES[thrown.code].audience === 'operator' ? 'FAILED' : 'REFUSED',
      status: thrown.status,
      headers: thrown.details.headers ?? {},
      extensions: thrown.details.extensions ?? {},
      withheld: [],
    };
  }
  const fault = new Refusal('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.', {
    hint: 'Try again; if it stays, report the decision id.',
  });
  return {
    errors: [errorOf(fault, decisionId)],
    outcome: 'FAILED',
    status: fault.status,
    headers: {},
    extensions: {},
    withheld: [],
  };
}

/** A refusal as a GraphQL error: code, and where there are some reason, hint, coordinate, path. */
export function errorOf(refusal: Refusal, decisionId?: string): GraphQLError {
  const { reason, hint, coordinate, path, limit } = refusal.details;
  return new GraphQLError(refusal.message, {
    ...(path ? { path } : {}),
    extensions: {
      code: refusal.code,
      ...(coordinate === undefined ? {} : { coordinate }),
      ...(reason === undefined ? {} : { reasonCode: reason }),
      ...(hint === undefined ? {} : { hint }),
      ...(limit === undefined ? {} : { limit }),
      ...(decisionId === undefined ? {} : { decisionId }),
    },
  });
}

function withCode(error: GraphQLError, code: Code, decisionId: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { ...error.extensions, code, decisionId },
  });
}
