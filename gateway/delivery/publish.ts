/** Publishing a policy: two people, both in the audit trail before it is in force. */
import { createHash } from 'node:crypto';
import { newDecisionId } from '../../lib/ids.ts';
import { type BundleSource, SourceError } from '../bundle-source/index.ts';
import type { RecordSink } from '../decision-log/record.ts';
import type { Publication, Publish } from '../explain/index.ts';
import { type AcceptBundle, BundleError, type VerifiedBundle } from '../policy/index.ts';

export interface PublishDeps {
  readonly accept: AcceptBundle;
  readonly source: BundleSource;
  readonly record: RecordSink;
}

/**
 * Signed by one person, approved by another: the caller, whose permission was decided like that of
 * any other operation. What can't be recorded or delivered does not come into force.
 * @example const publish = createPublish({ accept, source, record })
 */
export function createPublish({ accept, source, record }: PublishDeps): Publish {
  return async (publication) => {
    const end = await accept(publication.archive, {
      origin: 'publish',
      approve: async (next, inForce) => {
        checkApproval(publication, next, inForce);
        const put = writerOf(source);
        const tell = (kind: TrailKind) => tellTrail(record, publication, { kind, next, inForce });
        await tell('POLICY_PUBLISHED');
        await deliver(put, next.archive).catch(async (failed: unknown) => {
          // The trail has it as published, so it has to have this too.
          await tell('POLICY_NOT_DELIVERED');
          throw failed;
        });
      },
    });
    return end;
  };
}

/** @throws {BundleError} same_person, replaces_another */
function checkApproval(
  { caller, replaces }: Publication,
  next: VerifiedBundle,
  inForce: VerifiedBundle,
): void {
  const { subject } = next.signer;
  if (nameOf(subject) === nameOf(caller.subject)) {
    throw new BundleError(`${subject} signed it; somebody else has to approve it`, {
      kind: 'same_person',
    });
  }
  if (replaces !== undefined && replaces !== inForce.revision) {
    // Without the caller's own text: whoever reads the policy's status reads this.
    throw new BundleError(`${inForce.revision} is in force, and not that; compare them first`, {
      kind: 'replaces_another',
    });
  }
}

/** The trust file's names are written by hand: another spelling makes nobody another person. */
function nameOf(subject: string): string {
  return subject.normalize('NFKC').trim().toLowerCase();
}

type TrailKind = 'POLICY_PUBLISHED' | 'POLICY_NOT_DELIVERED';

interface Told {
  readonly kind: TrailKind;
  readonly next: VerifiedBundle;
  readonly inForce: VerifiedBundle;
}

/** An entry of its own: the operation's is written when its answer is known, which is too late. */
async function tellTrail(
  record: RecordSink,
  { caller, reason }: Publication,
  { kind, next, inForce }: Told,
): Promise<void> {
  const details = {
    signer: next.signer.subject,
    key: next.signer.kid,
    approver: caller.subject,
    decision: caller.decisionId,
    reason,
    revision: next.revision,
    serial: String(next.serial),
    sha256: next.sha256,
    replaces: inForce.revision,
  };
  const changes = {
    revision: { before: inForce.revision, after: next.revision, subject: null },
    serial: { before: String(inForce.serial), after: String(next.serial), subject: null },
  };
  try {
    await record({
      caller: { ...caller, decisionId: newDecisionId() },
      operationName: 'publishPolicy',
      operationHash: createHash('sha256').update(JSON.stringify(details)).digest('hex'),
      policyRevision: inForce.revision,
      outcome: 'ALLOWED',
      deniedCoordinates: [],
      entityIds: [],
      event: { category: 'policy', kind, details, ...(kind === 'POLICY_PUBLISHED' && { changes }) },
      elevationIds: [],
    });
  } catch (cause) {
    const message = 'the approval could not be recorded, so nothing was published';
    throw new BundleError(message, { cause, kind: 'not_recorded' });
  }
}

/** Known before it is recorded: the trail must not tell of what can't have happened. */
function writerOf(source: BundleSource): NonNullable<BundleSource['write']> {
  const put = source.write?.bind(source);
  if (put) return put;
  throw new BundleError(`put it at ${source.describe()} yourself: gateways can read there only`, {
    kind: 'not_delivered',
  });
}

async function deliver(
  put: NonNullable<BundleSource['write']>,
  archive: Uint8Array,
): Promise<void> {
  await put(archive).catch((cause: unknown) => {
    const why = cause instanceof SourceError ? cause.message : 'it could not be written';
    throw new BundleError(`nothing was published: ${why}`, { cause, kind: 'not_delivered' });
  });
}
