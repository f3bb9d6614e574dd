/** Looks at a source again and again, and hands over what is new. */
import { createHash } from 'node:crypto';
import { type BundleSource, SourceError, type SourceFault } from './source.ts';

/** How one look ended. */
export type Followed<T> =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'handed_over'; readonly result: T }
  | { readonly kind: 'failed'; readonly cause: SourceError };

export interface Follower<T> {
  /** Looks now, and hands over what there is even if it was handed over before. */
  readonly lookNow: () => Promise<Followed<T>>;
  /** Looks every `pollMs` from now on, and when the source tells of a change. */
  readonly start: () => void;
  /** No look begins any more; one that has is given up. */
  readonly close: () => void;
}

export interface FollowOptions<T> {
  /** From one look to the next; 0: only `lookNow` looks. */
  readonly pollMs: number;
  /** What was read before this began, and is in force. */
  readonly seen?: { readonly tag: string | undefined; readonly sha256: string } | undefined;
  /** Takes an archive; one that it didn't settle for is handed over again a while later. */
  readonly onArchive: (
    archive: Uint8Array,
  ) => Promise<{ readonly settled: boolean; readonly result: T }>;
  readonly onLook: (outcome: 'changed' | 'unchanged' | SourceFault, cause?: SourceError) => void;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock?: () => number;
  /** Does it that much later; what it returns calls that off. */
  readonly later?: (work: () => void, ms: number) => () => void;
}

/** What a source that fails is left alone for at most. */
const BACKOFF_MS_MAX = 60_000;
/** Keys may have been added since, and a signing time may have come. */
const OFFER_AGAIN_MS = 60_000;

const SURROUNDINGS = {
  random: Math.random,
  clock: performance.now.bind(performance),
  later: (work: () => void, ms: number): (() => void) => {
    // A process that has nothing else to do may end.
    const timer = setTimeout(work, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** @example const follower = followSource(fileSource(path), { pollMs: 2_000, onArchive, onLook }) */
export function followSource<T>(source: BundleSource, options: FollowOptions<T>): Follower<T> {
  const { pollMs, onArchive, onLook } = options;
  const { random, clock, later } = { ...SURROUNDINGS, ...options };
  const closing = new AbortController();
  let tag = options.seen?.tag;
  let handedOver = options.seen?.sha256;
  let unsettledSince: number | undefined;
  let failures = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function look(known: string | undefined, isForced: () => boolean): Promise<Followed<T>> {
    try {
      const answer = await source.read(known, closing.signal);
      failures = 0;
      if (answer.kind === 'unchanged') {
        onLook('unchanged');
        return answer;
      }
      const sha256 = createHash('sha256').update(answer.archive).digest('hex');
      const isNew = sha256 !== handedOver;
      tag = answer.tag;
      onLook(isNew ? 'changed' : 'unchanged');
      if (!isNew && !isForced()) return { kind: 'unchanged' };
      const { settled, result } = await onArchive(answer.archive);
      handedOver = sha256;
      unsettledSince = settled ? undefined : clock();
      return { kind: 'handed_over', result };
    } catch (error) {
      const cause =
        error instanceof SourceError ? error : new SourceError('unreadable', 'it failed', error);
      failures += 1;
      // A look that was given up has found nothing out.
      if (!closing.signal.aborted) onLook(cause.kind, cause);
      return { kind: 'failed', cause };
    }
  }

  const isDue = () => unsettledSince !== undefined && clock() - unsettledSince > OFFER_AGAIN_MS;
  // One after the other: a slow answer must not come after the one to a later question.
  const enqueue = (work: () => Promise<Followed<T>>): Promise<Followed<T>> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  const lookAgain = () => enqueue(() => look(isDue() ? undefined : tag, isDue));

  let callOff = (): void => undefined;
  let unwatch = (): void => undefined;

  const pause = (): number => {
    if (failures === 0) return pollMs * (0.9 + 0.2 * random());
    return Math.min(pollMs * 2 ** failures, BACKOFF_MS_MAX) * (0.5 + 0.5 * random());
  };
  const schedule = (): void => {
    if (closing.signal.aborted) return;
    callOff = later(() => void lookAgain().finally(schedule), pause());
  };

  return {
    lookNow: () => enqueue(() => look(undefined, () => true)),
    start: () => {
      if (pollMs === 0) return;
      unwatch = source.watch?.(() => void lookAgain()) ?? unwatch;
      schedule();
    },
    close: () => {
      closing.abort();
      unwatch();
      callOff();
    },
  };
}
