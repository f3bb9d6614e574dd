/** What the audit subgraph does besides answering: it chains what was changed, and has trails signed. */
import type { BankId } from '../../lib/ids.ts';
import { type Rounds, startRounds } from '../../lib/rounds.ts';
import type { Background, BackgroundParts } from '../../lib/subgraph/index.ts';
import { chainChanges } from './chain-changes.ts';
import { keepCheckpoints } from './keep-checkpoints.ts';
import type { Checkpointing } from './open-checkpoints.ts';

/** How late a change is chained at most whose operation the gateway did not come to record. */
const CHAIN_EVERY_MS = 5_000;

export interface AuditBackground {
  readonly now: () => Date;
  /** Looked after from the start; others from when they are seen at work: no row tells which there are. */
  readonly banks: readonly BankId[];
  readonly checkpointing?: Checkpointing | undefined;
  readonly chainEveryMs?: number | undefined;
}

export function startBackgroundBy({
  now,
  banks,
  checkpointing,
  chainEveryMs = CHAIN_EVERY_MS,
}: AuditBackground): (parts: BackgroundParts) => Promise<Background> {
  return async (parts) => {
    const checkpoints = checkpointing && keepCheckpoints(checkpointing, banks, parts);
    const chaining = new Map<BankId, Rounds>();
    const onError = (err: unknown) => parts.log.error({ err }, 'changes not chained; tried again');
    const work = async (bankId: BankId): Promise<void> => {
      const chained = await chainChanges(parts.database, bankId, now);
      if (chained > 0) checkpoints?.changed(bankId);
    };
    let isStopped = false;
    const lookAfter = (bankId: BankId): void => {
      if (isStopped) return;
      const rounds = chaining.get(bankId);
      if (rounds) {
        rounds.wake();
        return;
      }
      const everyMs = chainEveryMs;
      chaining.set(bankId, startRounds({ everyMs, work: () => work(bankId), onError }));
    };
    banks.forEach(lookAfter);
    return {
      changed: (bankId) => {
        checkpoints?.changed(bankId);
        lookAfter(bankId);
      },
      stop: async () => {
        isStopped = true;
        await Promise.all([...chaining.values()].map((rounds) => rounds.stop()));
        await checkpoints?.stop();
      },
    };
  };
}
