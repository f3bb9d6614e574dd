/** receive: bytes → RawRequest. What can be refused from the request head alone. */
import { Refusal } from '../../lib/errors/index.ts';
import type { DeniedMode, RawRequest } from './types.ts';

export interface RequestHead {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
  /** Every value of a header, as sent; Node joins or drops repeated ones. */
  readonly headerValues: (name: string) => readonly string[];
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/**
 * The size limit itself is kept while the body is read (413) and CSRF by Apollo Server's own
 * check, which refuses simple requests without a preflighted header.
 * @throws {Refusal} METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA_TYPE, BAD_REQUEST
 */
export function receive(head: RequestHead): RawRequest {
  if (head.method !== 'GET' && head.method !== 'POST') {
    throw new Refusal('METHOD_NOT_ALLOWED', `${head.method} is not served here.`, {
      hint: 'Use POST, or GET for queries.',
      headers: { allow: 'GET, POST' },
    });
  }
  // A GET has no body; one that declares another is a form that a browser sends unasked (CSRF).
  if (head.method === 'POST' || head.header('content-type') !== undefined) checkMediaType(head);
  return {
    authorization: head.headerValues('authorization'),
    bankId: head.header('x-bank-id'),
    deniedMode: deniedModeOf(head.header('payscope-denied')),
    signal: head.signal,
  };
}

const DENIED_MODES: readonly DeniedMode[] = ['partial', 'reject', 'filter'];

function deniedModeOf(value: string | undefined): DeniedMode | undefined {
  if (value === undefined) return undefined;
  const mode = DENIED_MODES.find((known) => known === value.trim().toLowerCase());
  if (mode) return mode;
  throw new Refusal('BAD_REQUEST', 'The header payscope-denied takes partial, reject or filter.');
}

function checkMediaType(head: RequestHead): void {
  const hint = 'Send content-type: application/json, UTF-8, without content-encoding.';
  const [type, ...parameters] = (head.header('content-type') ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  if (type !== 'application/json') {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.', { hint });
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8);
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be UTF-8.', { hint });
  }
  // A compressed body could unfold to any size; until a limit counts unfolded bytes, none is read.
  const encoding = head.header('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'Compressed bodies are not read.', { hint });
  }
}
