/** What the shadow decided otherwise, counted by whom it would have hit. */
import { LRUCache } from 'lru-cache';
import type { Effect } from '../policy/index.ts';

/** One decision that the shadow makes otherwise, for one kind of operation. */
export interface ShadowDifference {
  readonly role: string;
  readonly coordinate: string;
  readonly operationName: string | null;
  readonly operationHash: string;
  readonly client: string;
  readonly bankId: string;
  /** The effect in force, and the shadow's. */
  readonly from: Effect;
  readonly to: Effect;
}

export interface CountedDifference extends ShadowDifference {
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** Of the last of them. */
  readonly decisionId: string;
}

export interface OperationCounts {
  readonly same: number;
  readonly different: number;
  /** The shadow had no decision for them, or they were over before it was there. */
  readonly uncompared: number;
  readonly dropped: number;
}

export interface DifferenceReport {
  readonly since: string;
  readonly operations: OperationCounts;
  /** What it would open comes first, and of that what happens most. */
  readonly differences: readonly CountedDifference[];
  /** Kinds of differences that made room for others. */
  readonly forgotten: number;
}

export interface ReportKeeper {
  readonly add: (found: readonly ShadowDifference[], decisionId: string) => void;
  readonly count: (outcome: keyof OperationCounts) => void;
  readonly read: () => DifferenceReport;
}

type Counted = { -readonly [K in keyof CountedDifference]: CountedDifference[K] };

const KINDS_MAX = 5_000;
const NAME_MAX = 256;

/** Begins at nothing; a report is of one candidate beside one policy in force. */
export function createReport(now: () => Date): ReportKeeper {
  let forgotten = 0;
  const since = now().toISOString();
  const operations = { same: 0, different: 0, uncompared: 0, dropped: 0 };
  const kinds = new LRUCache<string, Counted>({
    max: KINDS_MAX,
    dispose: (_value, _key, reason) => {
      if (reason === 'evict') forgotten += 1;
    },
  });
  return {
    add: (found, decisionId) => {
      const at = now().toISOString();
      for (const given of found) {
        const each = { ...given, operationName: given.operationName?.slice(0, NAME_MAX) ?? null };
        const key = JSON.stringify(Object.values(each));
        const known = kinds.get(key);
        if (known) Object.assign(known, { count: known.count + 1, lastAt: at, decisionId });
        else {
          // Copied: a name is cut out of its document's text, and would keep all of that in memory.
          const kept = structuredClone(each);
          kinds.set(key, { ...kept, count: 1, firstAt: at, lastAt: at, decisionId });
        }
      }
    },
    count: (outcome) => {
      operations[outcome] += 1;
    },
    read: () => ({
      since,
      operations: { ...operations },
      differences: [...kinds.values()].map((each) => ({ ...each })).sort(openingsFirst),
      forgotten,
    }),
  };
}

const OPENNESS: Readonly<Record<Effect, number>> = { hide: 0, deny: 1, mask: 2, allow: 3 };

function openingsFirst(left: CountedDifference, right: CountedDifference): number {
  const opened = ({ from, to }: CountedDifference) => OPENNESS[to] - OPENNESS[from];
  return opened(right) - opened(left) || right.count - left.count;
}
