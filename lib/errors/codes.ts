/** The one table of error codes a client can meet; docs/errors.md and the tests read it. */

/** Who can do something about it: the client, the operator, or the security team. */
export type Audience = 'client' | 'operator' | 'security';

export interface CodeEntry {
  /** HTTP status when the whole request ends this way. */
  readonly status: number;
  readonly audience: Audience;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  readonly doc: string;
}

export const CODES = {
  BAD_REQUEST: entry(400, 'client', false, 'The HTTP request is no GraphQL request.'),
  NOT_FOUND: entry(404, 'client', false, 'Nothing is served at this path.'),
  METHOD_NOT_ALLOWED: entry(405, 'client', false, 'Use POST; GET only for queries.'),
  PAYLOAD_TOO_LARGE: entry(413, 'client', false, 'The body is larger than the gateway reads.'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'client', false, 'Send application/json.'),
  UNAUTHENTICATED: entry(401, 'client', false, 'No token, or one that does not hold.'),
  FORBIDDEN: entry(403, 'client', false, 'The token is good, the request is not its to make.'),
  TOKEN_SPENT: entry(
    403,
    'operator',
    false,
    'Between gateway and subgraph: the token of this call has run a mutation before.',
  ),
  RATE_LIMITED: entry(429, 'client', true, 'Too many requests; see Retry-After.'),
  OVERLOADED: entry(503, 'operator', true, 'The gateway is at its limit of requests in flight.'),
  GRAPHQL_PARSE_FAILED: entry(400, 'client', false, 'The document is not GraphQL.'),
  OPERATION_RESOLUTION_FAILURE: entry(400, 'client', false, 'operationName names no operation.'),
  PERSISTED_QUERY_NOT_FOUND: entry(200, 'client', true, 'Send the query text with its hash.'),
  PERSISTED_QUERY_NOT_SUPPORTED: entry(200, 'client', false, 'Send the query text.'),
  PERSISTED_DOCUMENT_NOT_FOUND: entry(
    400,
    'client',
    false,
    'The client has registered no document under this documentId.',
  ),
  PERSISTED_DOCUMENT_REQUIRED: entry(
    403,
    'security',
    false,
    'Policy lets this client ask registered documents only.',
  ),
  GRAPHQL_VALIDATION_FAILED: entry(400, 'client', false, 'The operation does not fit the schema.'),
  OPERATION_TOO_COMPLEX: entry(
    400,
    'client',
    false,
    'The operation is larger than the role may ask; `limit` says by what.',
  ),
  BAD_USER_INPUT: entry(400, 'client', false, 'A variable or an argument has a wrong value.'),
  UNAUTHORIZED_FIELD_OR_TYPE: entry(403, 'security', false, 'Policy withholds this field.'),
  COST_LIMIT_EXCEEDED: entry(
    400,
    'client',
    false,
    'The operation costs more than the role may spend.',
  ),
  COST_BUDGET_EXHAUSTED: entry(429, 'client', true, 'Too much was spent lately; see Retry-After.'),
  SUBGRAPH_UNAVAILABLE: entry(503, 'operator', true, 'A part of the graph did not answer in time.'),
  AUDIT_UNAVAILABLE: entry(
    503,
    'operator',
    true,
    'The operation could not be recorded, so it has no answer.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(422, 'client', false, 'The key was used before with other input.'),
  IDEMPOTENCY_KEY_IN_FLIGHT: entry(
    409,
    'client',
    true,
    'Another request with this key is being worked on; ask again in a moment.',
  ),
  INTERNAL_SERVER_ERROR: entry(
    500,
    'operator',
    true,
    'A fault; the decision id finds it in the log.',
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type Code = keyof typeof CODES;

export function isCode(text: unknown): text is Code {
  return typeof text === 'string' && Object.hasOwn(CODES, text);
}

function entry(status: number, audience: Audience, retryable: boolean, doc: string): CodeEntry {
  return { status, audience, retryable, doc };
}
