/** The one door by which a bundle comes into force: verified, loaded, swapped in, kept. */
import { BundleError, type BundleFault } from './bundle-error.ts';
import type { PolicyHolder } from './holder.ts';
import type { Policy } from './load-policy.ts';
import type { SeenSerial, VerifiedBundle } from './verify-bundle.ts';

/** Where a bundle came from: a source, the copy kept on disk, or somebody who published it. */
export type BundleOrigin = 'file' | 'url' | 'signed_url' | 'last_good' | 'publish' | 'rollback';

export interface Accepted {
  readonly kind: 'accepted';
  readonly bundle: VerifiedBundle;
  /** False where this very archive is in force already. */
  readonly swapped: boolean;
}

/** The last good bundle stays in force. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: BundleFault;
  /** For logs and for who brought it; holds nothing secret. */
  readonly message: string;
}

export type Acceptance = Accepted | Refused;

export interface BroughtBy {
  readonly origin: BundleOrigin;
  /**
   * Asked last, when all else is well, whether it may come into force instead of what is.
   * @throws {BundleError} when not.
   */
  readonly approve?: (next: VerifiedBundle, inForce: VerifiedBundle) => Promise<void>;
}

export type AcceptBundle = (archive: Uint8Array, from: BroughtBy) => Promise<Acceptance>;

export interface BundleDoor {
  /** One after the other, however many ask; never rejects. */
  readonly accept: AcceptBundle;
  readonly inForce: () => VerifiedBundle;
}

export interface DoorOptions {
  readonly first: VerifiedBundle;
  readonly holder: PolicyHolder;
  /** @throws {BundleError} when its signature doesn't hold, or an older one was in force. */
  readonly verify: (archive: Uint8Array, last: SeenSerial) => Promise<VerifiedBundle>;
  /** @throws {BundleError} when it doesn't decide. */
  readonly load: (archive: Uint8Array) => Promise<Policy>;
  /** Keeps it for the next start; a failure doesn't take the bundle out of force. */
  readonly keep: (bundle: VerifiedBundle) => Promise<void>;
  /** Told how each attempt ended, and of a refusal the cause. */
  readonly onEnd: (origin: BundleOrigin, end: Acceptance, cause?: unknown) => void;
}

/**
 * Verified, loaded and asked about every coordinate before it is swapped in: the swap is one
 * assignment, and requests that began before it end on the policy they began with.
 *
 * @example const { accept, inForce } = createDoor({ first, holder, verify, load, keep, onEnd })
 */
export function createDoor(options: DoorOptions): BundleDoor {
  const { holder, verify, load, keep, onEnd } = options;
  let inForce = options.first;
  let last: Promise<unknown> = Promise.resolve();

  async function attempt(archive: Uint8Array, { origin, approve }: BroughtBy): Promise<Acceptance> {
    try {
      const bundle = await verify(archive, inForce);
      const swapped = bundle.sha256 !== inForce.sha256;
      if (swapped) {
        const policy = await load(archive);
        await approve?.(bundle, inForce);
        holder.swap(policy);
        inForce = bundle;
        await keep(bundle);
      }
      const end = { kind: 'accepted', bundle, swapped } as const;
      onEnd(origin, end);
      return end;
    } catch (cause) {
      const end = refusedFor(cause);
      onEnd(origin, end, cause);
      return end;
    }
  }

  return {
    inForce: () => inForce,
    // One after the other: a slow load must not put an older policy over a newer one.
    accept: (archive, from) => {
      const mine = last.then(() => attempt(archive, from));
      last = mine;
      return mine;
    },
  };
}

function refusedFor(cause: unknown): Refused {
  if (cause instanceof BundleError) {
    return { kind: 'refused', reason: cause.kind, message: cause.message };
  }
  return { kind: 'refused', reason: 'unusable', message: "the bundle can't be used" };
}
