/** What a hostile operation is, and short ways to write one. */
import type { Code } from '../../lib/errors/index.ts';

export interface HostileRequest {
  readonly method?: 'GET' | 'POST';
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Hostile {
  readonly family: string;
  readonly name: string;
  readonly request: HostileRequest;
  /** Codes it may be refused with; which one depends on the limit it meets first. */
  readonly codes: readonly Code[];
  /** The schema it is written for: the project's own, or one of wide abstract types. */
  readonly schema: 'own' | 'wide';
  readonly role: string;
}

export const TOO_COMPLEX: readonly Code[] = ['OPERATION_TOO_COMPLEX'];
export const INVALID: readonly Code[] = ['GRAPHQL_VALIDATION_FAILED'];
export const SYNTAX: readonly Code[] = ['GRAPHQL_PARSE_FAILED'];
export const TOO_LARGE: readonly Code[] = ['PAYLOAD_TOO_LARGE'];
export const BAD: readonly Code[] = ['BAD_REQUEST'];
export const BAD_INPUT: readonly Code[] = ['BAD_USER_INPUT'];
export const TOO_COSTLY: readonly Code[] = ['COST_LIMIT_EXCEEDED'];
/** Too many tokens for any role ends the parser, too many for this one the limits. */
export const TOO_LONG: readonly Code[] = ['GRAPHQL_PARSE_FAILED', 'OPERATION_TOO_COMPLEX'];

interface Details {
  readonly variables?: unknown;
  readonly operationName?: unknown;
  readonly extensions?: unknown;
  readonly schema?: Hostile['schema'];
  readonly role?: string;
}

/** A family's operations, each named by what it is. */
export function familyOf(family: string) {
  const operation = (
    name: string,
    query: string,
    codes: readonly Code[],
    { schema = 'own', role = 'BANK_ADMIN', ...rest }: Details = {},
  ): Hostile => ({
    ...{ family, name, codes, schema, role },
    request: { body: JSON.stringify({ query, ...rest }) },
  });
  const request = (name: string, sent: HostileRequest, codes: readonly Code[]): Hostile => ({
    ...{ family, name, codes, schema: 'own', role: 'BANK_ADMIN' },
    request: sent,
  });
  return { operation, request };
}

/** `make(0) make(1) …` */
export function times(count: number, make: (index: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(between);
}

/** `open` count times, then the core, then `close` count times. */
export function nested(count: number, open: string, core: string, close = '}'): string {
  return open.repeat(count) + core + close.repeat(count);
}
