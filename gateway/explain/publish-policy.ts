/** Mutation.publishPolicy: from its arguments to its payload. */
import { z } from 'zod';
import type { Caller } from '../../lib/hop/index.ts';
import type { PolicyDesk } from './policy-desk.ts';
import { type StatusAnswer, statusAnswer } from './policy-status.ts';

/** Arguments as the subgraph's schema coerced them. */
const Arguments = z.object({
  input: z.object({
    bundle: z.string(),
    reason: z.string(),
    replaces: z.string().nullish(),
  }),
});

interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

interface Payload {
  readonly status: StatusAnswer | null;
  readonly userErrors: readonly UserError[];
}

const REASON_MAX = 500;

/** With its padding, as RFC 4648 section 4 has it; nothing else decodes to what was meant. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @param caller who approves it. */
export async function publishPolicy(
  desk: PolicyDesk,
  caller: Caller,
  given: object,
): Promise<Payload> {
  const { bundle, reason, replaces } = Arguments.parse(given).input;
  const why = reason.trim();
  const isReason = why !== '' && why.length <= REASON_MAX && why.isWellFormed();
  if (!isReason || why.includes('\0')) {
    const message = `Say why, in 1 to ${REASON_MAX} characters.`;
    return refused({ code: 'INVALID_REASON', message, field: 'input.reason' });
  }
  if (bundle === '' || !BASE64.test(bundle)) {
    const message = 'The bundle is not base64.';
    return refused({ code: 'INVALID_BUNDLE', message, field: 'input.bundle' });
  }
  const end = await desk.publish({
    archive: Buffer.from(bundle, 'base64'),
    caller,
    reason: why,
    replaces: replaces ?? undefined,
  });
  if (end.kind === 'refused') {
    const isOfReplaced = end.reason === 'replaces_another';
    return refused({
      code: end.reason.toUpperCase(),
      message: `${end.message.slice(0, 1).toUpperCase()}${end.message.slice(1)}.`,
      field: isOfReplaced ? 'input.replaces' : 'input.bundle',
    });
  }
  const status = desk.status();
  return { status: status ? statusAnswer(status, caller.bankId) : null, userErrors: [] };
}

function refused(error: UserError): Payload {
  return { status: null, userErrors: [error] };
}
