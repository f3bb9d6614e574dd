/** The candidate that decides in the shadow: from a source of its own, past the same signatures. */
import type { Log } from '../../lib/log.ts';
import { type BundleSource, followSource } from '../bundle-source/index.ts';
import { BundleError, type VerifiedBundle } from '../policy/index.ts';
import type { Verify } from './verifier.ts';

export interface FollowCandidateOptions {
  readonly source: BundleSource;
  readonly pollMs: number;
  readonly verify: Verify;
  /** Takes a candidate whose signature holds. */
  readonly offer: (candidate: VerifiedBundle) => Promise<'running' | 'refused'>;
  readonly onRefused: (cause: BundleError) => void;
  readonly log: Log;
}

export interface FollowedCandidate {
  /** Looks now, whatever was offered before. Never rejects. */
  readonly lookNow: () => Promise<void>;
  readonly close: () => void;
}

/** Its first look is begun at once, and nobody waits for it. */
export function followCandidate(options: FollowCandidateOptions): FollowedCandidate {
  const { source, pollMs, verify, offer, onRefused, log } = options;
  const from = source.describe();
  const follower = followSource(source, {
    pollMs,
    onArchive: async (archive) => {
      try {
        // It may be older than what is in force: trying out an earlier policy is no rollback.
        const result = await offer(await verify(archive, { last: undefined }));
        return { settled: true, result };
      } catch (cause) {
        if (!(cause instanceof BundleError)) throw cause;
        onRefused(cause);
        return { settled: false, result: 'refused' };
      }
    },
    onLook: (outcome, err) => {
      if (err) log.warn({ err, outcome, from }, 'the shadow policy can not be read');
    },
  });
  const lookNow = async (): Promise<void> => void (await follower.lookNow());
  void lookNow().finally(follower.start);
  return { lookNow, close: follower.close };
}
