/**
 * What each stage takes and gives. Every type holds the one before it, so a stage left out or
 * out of order does not compile.
 */
import type {
  DocumentNode,
  FieldNode,
  FormattedExecutionResult,
  GraphQLError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { DecisionId } from '../../lib/ids.ts';
import type { Grant } from '../elevation/index.ts';
import type { Principal } from '../identity/principal.ts';
import type { Fragments, Variables } from '../operation/collect.ts';
import type { AccessTable, ConditionalQuestion, Decision, Policy } from '../policy/index.ts';

/** What `receive` lets in: headers checked, the body not yet read. */
export interface RawRequest {
  /** Every Authorization header as sent; more than one is refused. */
  readonly authorization: readonly string[];
  /** `X-Bank-Id`, where sent. */
  readonly bankId: string | undefined;
  readonly deniedMode: DeniedMode | undefined;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/**
 * What becomes of denied fields: `partial` null and an error each, `reject` the whole operation
 * is refused with all of them listed, `filter` null and a list in `extensions.authorization`.
 */
export type DeniedMode = 'partial' | 'reject' | 'filter';

export interface AuthenticatedRequest {
  readonly raw: RawRequest;
  readonly principal: Principal;
}

export interface Admission {
  readonly principal: Principal;
  readonly decisionId: DecisionId;
  readonly deniedMode: DeniedMode;
  /** `performance.now()` at which the answer must be there. */
  readonly deadline: number;
  /** Aborts when the client has gone: what is fetched for it is given up, its entry is written. */
  readonly signal: AbortSignal;
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
  /** The policy in force, the same one to the end of the request. */
  readonly policy: Policy;
  /** Its decisions for this principal. */
  readonly table: AccessTable;
  /** The schema this principal can see. */
  readonly schema: GraphQLSchema;
  /** Coerced variable values. */
  readonly variables: Variables;
}

/** An operation and the elevations it is decided under; most have none. */
export interface ElevatedOperation extends ValidOperation {
  /** The instant it is decided at. */
  readonly now: Date;
  /** Those in force then, asked for only where one could open something. */
  readonly grants: readonly Grant[];
  /** Coordinates in use that a grant could open. */
  readonly elevatable: readonly string[];
}

/** A decision about one field as it is called, under the coordinate that decided it. */
export interface NodeDecision {
  readonly coordinate: string;
  readonly decision: Decision;
}

/** What authorization leaves of a document for one access table. */
export interface AuthorizedDocument {
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  /** Printed text of `document`, empty where nothing is left. */
  readonly text: string;
  /** Whether anything is withheld or masked, so that the answer must be shaped. */
  readonly isRestricted: boolean;
  /** Decisions of single fields, which depend on variables; they go before the table's. */
  readonly byNode: ReadonlyMap<FieldNode, NodeDecision>;
  readonly introspects: boolean;
  /** Whether what is fetched has other response keys than what was asked for. */
  readonly isReworded: boolean;
}

/** What the policy was asked about one operation, and what it said of each use. */
export interface AskedPolicy {
  readonly question: ConditionalQuestion;
  readonly decisions: readonly Decision[];
  readonly tookMs: number;
}

export interface AuthorizedOperation {
  /** Its table is that of the elevations, where they open anything. */
  readonly valid: ElevatedOperation;
  readonly authorized: AuthorizedDocument;
  /** The table of the role alone. */
  readonly ofRole: AccessTable;
  /** Undefined where the access table alone decided. */
  readonly asked: AskedPolicy | undefined;
}

export interface PricedOperation {
  readonly authorization: AuthorizedOperation;
  readonly cost: number;
}

/** An operation whose price was taken from its subject's budget. */
export interface PaidOperation {
  readonly priced: PricedOperation;
  /** What is left of the budget. */
  readonly available: number;
}

/** `extensions.cost`, in the shape Shopify's API made known. */
export interface CostReport {
  readonly requestedQueryCost: number;
  /** Null where nothing ran. */
  readonly actualQueryCost: number | null;
  readonly throttleStatus: {
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    readonly restoreRate: number;
  };
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

/** A field withheld at a response path; `coordinate` is that of an input where one was the reason. */
export interface Denial {
  readonly path: readonly (string | number)[];
  readonly coordinate: string;
  readonly reasonCode: string;
}

export type Outcome = 'ALLOWED' | 'PARTIAL' | 'REFUSED' | 'FAILED';

export interface MaskedResult {
  readonly valid: ElevatedOperation;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
  readonly outcome: Outcome;
  readonly withheld: readonly string[];
  /** Told in `extensions.authorization` instead of as errors. */
  readonly filtered: readonly Denial[];
  /** Set where the status is not 200. */
  readonly status: number | undefined;
}

export interface AuditReceipt {
  readonly decisionId: DecisionId;
  readonly policyRevision: string;
  readonly elevationIds: readonly string[];
}

/** An operation that ended before it had a result. */
export interface RefusedOperation {
  readonly errors: readonly GraphQLError[];
  readonly outcome: Extract<Outcome, 'REFUSED' | 'FAILED'>;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What `extensions` says besides decision and policy. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** Coordinates that were withheld, for the audit trail. */
  readonly withheld: readonly string[];
}

/** How far an operation came; only what was decided by then was decided. */
export type Reached =
  | { readonly stage: 'admitted' }
  | { readonly stage: 'parsed'; readonly parsed: ParsedOperation }
  | { readonly stage: 'authorized'; readonly authorization: AuthorizedOperation };

/** An operation that is over, and what was decided of it; for logs and comparisons. */
export interface DecidedOperation {
  readonly admission: Admission;
  /** The one in force for it. */
  readonly policy: Policy;
  readonly reached: Reached;
  /** Of a preflight with its mark, as in the audit trail. */
  readonly operationName: string | null;
  readonly operationHash: string;
  readonly outcome: Outcome;
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
