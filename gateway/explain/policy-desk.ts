/** What the policy subgraph is asked besides why: which policy is in force, and to take another. */
import type { Caller } from '../../lib/hop/index.ts';
import type { Acceptance, VerifiedBundle } from '../policy/index.ts';

/** A bundle that did not come into force. */
export interface PolicyRefusal {
  readonly at: Date;
  readonly reason: string;
  readonly message: string;
}

/** One kind of decision a candidate would have made otherwise. */
export interface ShadowDifference {
  readonly role: string;
  readonly coordinate: string;
  readonly from: string;
  readonly to: string;
  readonly operationName: string | null;
  readonly client: string;
  readonly bankId: string;
  readonly count: number;
  readonly lastAt: string;
  readonly decisionId: string;
}

export interface ShadowStatus {
  readonly state: string;
  readonly revision: string | undefined;
  readonly message: string | undefined;
  readonly since: string;
  readonly operations: {
    readonly same: number;
    readonly different: number;
    readonly uncompared: number;
    readonly dropped: number;
  };
  /** What it would open first. */
  readonly differences: readonly ShadowDifference[];
}

export interface PolicyStatus {
  readonly bundle: VerifiedBundle;
  /** Without user, password or query. */
  readonly source: string;
  readonly inForceSince: Date;
  readonly lastRefusal: PolicyRefusal | undefined;
  readonly shadow: ShadowStatus | undefined;
}

/** A bundle and who approves it. */
export interface Publication {
  readonly archive: Uint8Array;
  readonly caller: Caller;
  readonly reason: string;
  /** The revision that must be in force; undefined for whichever is. */
  readonly replaces: string | undefined;
}

export type Publish = (publication: Publication) => Promise<Acceptance>;

export interface PolicyDesk {
  /** Undefined with POLICY=off. */
  readonly status: () => PolicyStatus | undefined;
  readonly publish: Publish;
}
