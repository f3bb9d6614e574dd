/** Errors before execution: a refusal keeps its code, a fault becomes one sentence. */
import type { FastifyReply } from 'fastify';
import { CODES, type Code, Refusal } from '../errors/index.ts';
import type { Log } from '../log.ts';
import { isAbandoned } from './clean-errors.ts';
import { describeFault } from './describe-fault.ts';

export function answerError(error: unknown, reply: FastifyReply, log: Log): FastifyReply {
  const refusal = toRefusal(error);
  if (refusal) {
    log.info({ code: refusal.code, reason: reasonOf(refusal) }, 'refused');
    for (const [name, value] of Object.entries(refusal.details.headers ?? {})) {
      reply.header(name, value);
    }
    return send(reply, refusal.code, refusal.message);
  }
  if (isAbandoned(error)) log.debug({}, 'abandoned');
  else log.error({ fault: describeFault(error) }, 'fault');
  return send(reply, 'INTERNAL_SERVER_ERROR', 'Internal error');
}

/** Fastify's own errors carry a status below 500 when the request is at fault. */
function toRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new Refusal('PAYLOAD_TOO_LARGE', CODES.PAYLOAD_TOO_LARGE.doc);
  if (status === 415) {
    return new Refusal('UNSUPPORTED_MEDIA_TYPE', CODES.UNSUPPORTED_MEDIA_TYPE.doc);
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Refusal('BAD_REQUEST', CODES.BAD_REQUEST.doc);
  }
  return undefined;
}

function send(reply: FastifyReply, code: Code, message: string): FastifyReply {
  return reply.status(CODES[code].status).send({ errors: [{ message, extensions: { code } }] });
}

function reasonOf(refusal: Refusal): string | undefined {
  const { cause } = refusal.details;
  return cause instanceof Error ? cause.message : undefined;
}
