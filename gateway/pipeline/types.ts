/**
 * What each stage takes and gives. Every type holds the one before it, so a stage left out or
 * out of order does not compile.
 */
import type {
  DocumentNode,
  FormattedExecutionResult,
  GraphQLError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { DecisionId } from '../../lib/ids.ts';
import type { Principal } from '../identity/principal.ts';
import type { Fragments, Variables } from '../operation/collect.ts';
import type { AccessTable, Decision } from '../policy/index.ts';

/** What `receive` lets in: headers checked, the body not yet read. */
export interface RawRequest {
  /** Every Authorization header as sent; more than one is refused. */
  readonly authorization: readonly string[];
  /** `X-Bank-Id`, where sent. */
  readonly bankId: string | undefined;
}

export interface AuthenticatedRequest {
  readonly raw: RawRequest;
  readonly principal: Principal;
}

export interface Admission {
  readonly principal: Principal;
  readonly decisionId: DecisionId;
  /** `performance.now()` at which the answer must be there. */
  readonly deadline: number;
  /** Gives the place among the requests in flight back. */
  readonly leave: () => void;
}

/** An operation as Apollo Server hands it over. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly source: string;
  readonly operationName: string | undefined;
  readonly variables: unknown;
}

export interface ParsedOperation {
  readonly admission: Admission;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly source: string;
  /** SHA-256 of the text, hex. */
  readonly operationHash: string;
  readonly rawVariables: Readonly<Record<string, unknown>>;
}

export interface ValidOperation {
  readonly parsed: ParsedOperation;
  /** The policy in force for this principal; the same one to the end of the request. */
  readonly table: AccessTable;
  /** The schema this principal can see. */
  readonly schema: GraphQLSchema;
  /** Coerced variable values. */
  readonly variables: Variables;
}

/** What authorization leaves of a document for one access table; independent of variables. */
export interface AuthorizedDocument {
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  /** Printed text of `document`, empty where nothing is left. */
  readonly text: string;
  /** Decisions other than allow among the fields named, by coordinate. */
  readonly restricted: ReadonlyMap<string, Decision>;
  readonly introspects: boolean;
}

export interface AuthorizedOperation {
  readonly valid: ValidOperation;
  readonly authorized: AuthorizedDocument;
}

export interface PricedOperation {
  readonly authorization: AuthorizedOperation;
  readonly cost: number;
}

export interface PlannedOperation {
  readonly priced: PricedOperation;
  /** The plan's cache key: document, policy revision, schema and principal's class. */
  readonly planKey: string;
}

export interface SubgraphResult {
  readonly planned: PlannedOperation;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
}

export type Outcome = 'ALLOWED' | 'PARTIAL' | 'REFUSED' | 'FAILED';

export interface MaskedResult {
  readonly valid: ValidOperation;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
  readonly outcome: Outcome;
  readonly withheld: readonly string[];
  /** Set where the status is not 200. */
  readonly status: number | undefined;
}

export interface AuditReceipt {
  readonly decisionId: DecisionId;
  readonly policyRevision: string;
}

/** An operation that ended before it had a result. */
export interface RefusedOperation {
  readonly errors: readonly GraphQLError[];
  readonly outcome: Extract<Outcome, 'REFUSED' | 'FAILED'>;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly result: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly GraphQLError[];
    readonly extensions: NonNullable<FormattedExecutionResult['extensions']>;
  };
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}
