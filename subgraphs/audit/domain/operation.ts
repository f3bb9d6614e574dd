/** What the gateway tells of one operation, read from the body of POST /entries. */
import { z } from 'zod';
import { Refusal } from '../../../lib/errors/index.ts';
import type { Caller } from '../../../lib/hop/index.ts';
import { AuditEventSchema } from './event.ts';
import { text } from './text.ts';

/** As long as the gateway takes them; the index by subject can't keep keys of any length. */
const SUBJECT_MAX = 256;

const ELEVATIONS_MAX = 100;

/** As much of each as an operation the gateway reads can bring: a refused entry costs its answer. */
const Body = z.strictObject({
  decisionId: z.uuid().toLowerCase(),
  operationName: z.string().max(1_000_000).transform(toKeepable).nullable(),
  operationHash: text(128),
  policyRevision: text(200),
  outcome: z.enum(['ALLOWED', 'PARTIAL', 'REFUSED', 'FAILED']),
  deniedCoordinates: z.array(text(500)).max(10_000),
  entityIds: z
    .array(z.uuid().toLowerCase())
    .max(50_000)
    .transform((ids) => [...new Set(ids)]),
  event: AuditEventSchema.nullable().default(null),
  elevationIds: z.array(z.uuid().toLowerCase()).max(ELEVATIONS_MAX).default([]),
});

/** Who asked comes from the hop token, never from the body. */
const Asker = z.object({ subject: text(SUBJECT_MAX), role: text(200) });

export type Operation = Readonly<z.output<typeof Body> & z.output<typeof Asker>>;

/** @throws {Refusal} BAD_REQUEST naming the first part that does not fit. */
export function readOperation(
  body: unknown,
  principal: Pick<Caller, 'subject' | 'role' | 'decisionId'>,
): Operation {
  const read = Body.safeParse(body);
  if (!read.success) throw refuse(read.error);
  if (read.data.decisionId !== principal.decisionId) {
    throw new Refusal('BAD_REQUEST', 'decisionId is not the one the hop token names.');
  }
  const asker = Asker.safeParse(principal);
  if (!asker.success) throw refuse(asker.error);
  return { ...read.data, ...asker.data };
}

function refuse(error: z.ZodError): Refusal {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'the body';
  return new Refusal('BAD_REQUEST', `${where}: ${issue?.message ?? 'does not fit'}`);
}

/** The client's own words, GraphQL or not: an odd name must not keep its operation out of the trail. */
function toKeepable(name: string): string {
  return name.toWellFormed().replaceAll('\0', '\ufffd');
}
