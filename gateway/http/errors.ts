/** Errors outside an operation, shaped as GraphQL errors so that clients parse one thing only. */
import type { FastifyError, FastifyReply } from 'fastify';
import { type Code, Refusal } from '../../lib/errors/index.ts';
import { errorOf } from '../pipeline/refuse.ts';

/** Fastify's own errors that are the client's doing. */
const CLIENT_ERRORS: Readonly<Record<string, readonly [Code, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'The body is larger than this gateway reads.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BAD_REQUEST', 'The body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_REQUEST', 'The body is empty; send a JSON object.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BAD_REQUEST', 'Content-Length does not fit the body.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'],
};

/** @returns undefined for a fault, whose cause belongs in the log and not in the answer. */
export function refusalOfHttpError(error: FastifyError | Error): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof SyntaxError)
    return new Refusal('BAD_REQUEST', 'The body is not valid JSON.');
  const known = 'code' in error ? CLIENT_ERRORS[error.code] : undefined;
  if (known) return new Refusal(known[0], known[1]);
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status !== undefined && status >= 400 && status < 500) {
    return new Refusal('BAD_REQUEST', 'The request can not be read.');
  }
  return undefined;
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(refusal.status)
    .headers({ ...refusal.details.headers, 'cache-control': 'no-store' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [errorOf(refusal)] }));
}
