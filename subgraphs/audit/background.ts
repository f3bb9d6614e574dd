/** What the audit subgraph does besides answering: it chains what was changed, and has trails signed. */
import type { BankId } from '../../lib/ids.ts';
import { type Rounds, startRounds } from '../../lib/rounds.ts';
import type { Background, BackgroundParts } from '../../lib/subgraph/index.ts';
import { chainChanges } from './chain-changes.ts';
import { keepCheckpoints } from './keep-checkpoints.ts';
import type { Checkpointing } from './open-checkpoints.ts';

/** How late a change is chained at most whose operation the gateway did not come to record. */
const CHAIN_EVERY_MS = 5_000;
/** Operations come by the hundred a second and most change nothing: one look is for all of so long. */
const LOOK_AFTER_MS = 100;

export interface AuditBackground {
  readonly now: () => Date;
  /** Looked after from the start; others from when they are seen at work: no row tells which there are. */
  readonly banks: readonly BankId[];
  readonly checkpointing?: Checkpointing | undefined;
}

export function startBackgroundBy({
  now,
  banks,
  checkpointing,
}: AuditBackground): (parts: BackgroundParts) => Promise<Background> {
  return async (parts) => {
    const checkpoints = checkpointing && keepCheckpoints(checkpointing, banks, parts);
    const chaining = new Map<BankId, Rounds>();
    const onError = (err: unknown) => parts.log.error({ err }, 'changes not chained; tried again');
    const work = async (bankId: BankId): Promise<void> => {
      const chained = await chainChanges(parts.database, bankId, now);
      if (chained > 0) checkpoints?.changed(bankId);
    };
    const lookAfter = (bankId: BankId): void => {
      const known = chaining.get(bankId);
      if (known) {
        known.wake();
        return;
      }
      const rounds = { everyMs: CHAIN_EVERY_MS, work: () => work(bankId), onError };
      chaining.set(bankId, startRounds(rounds));
    };
    let isStopped = false;
    const due = new Map<BankId, NodeJS.Timeout>();
    const lookSoon = (bankId: BankId): void => {
      if (isStopped || due.has(bankId)) return;
      const look = () => {
        due.delete(bankId);
        lookAfter(bankId);
      };
      due.set(bankId, setTimeout(look, LOOK_AFTER_MS).unref());
    };
    banks.forEach(lookAfter);
    return {
      changed: (bankId) => {
        checkpoints?.changed(bankId);
        lookSoon(bankId);
      },
      stop: async () => {
        isStopped = true;
        due.forEach(clearTimeout);
        await Promise.all([...chaining.values()].map((rounds) => rounds.stop()));
        await checkpoints?.stop();
      },
    };
  };
}
