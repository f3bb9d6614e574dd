/** Writes checkpoints of the trails that grew while the subgraph runs, and once more when it stops. */
import { setTimeout as wait } from 'node:timers/promises';
import type { BankId } from '../../lib/ids.ts';
import { startRounds } from '../../lib/rounds.ts';
import type { Background, BackgroundParts } from '../../lib/subgraph/index.ts';
import type { CheckpointOutcome } from './checkpoint-writer.ts';
import { CHECKPOINTS } from './counters.ts';
import type { Checkpointing } from './open-checkpoints.ts';

/** A place that hangs must not hold up the end: what starts processes kills them soon. */
const LAST_WRITE_MS = 1_500;

/**
 * @param banks looked at in the first round whether or not they grow: a process that died may have left
 * entries that nobody signed.
 */
export function keepCheckpoints(
  { writer, everyMs }: Checkpointing,
  banks: readonly BankId[],
  parts: BackgroundParts,
): Background {
  for (const bankId of banks) writer.grew(bankId);
  const work = async (): Promise<void> => {
    for (const outcome of await writer.writeDue(parts.database)) tell(parts, outcome);
  };
  const onError = (err: unknown) => parts.log.error({ err }, 'no checkpoint was tried');
  const rounds = startRounds({ everyMs, work, onError });
  return {
    changed: writer.grew,
    stop: async () => {
      const last = rounds.stop().then(work).catch(onError);
      await Promise.race([last, wait(LAST_WRITE_MS, undefined, { ref: false })]);
    },
  };
}

function tell({ log, count }: BackgroundParts, { kind, bankId, cause }: CheckpointOutcome): void {
  count(CHECKPOINTS, { outcome: kind });
  const about = { bank_id: bankId };
  if (kind === 'failed') log.error({ ...about, err: cause }, 'checkpoint not kept; tried again');
  if (kind === 'inconsistent') log.fatal(about, 'the trail is not what was signed; not signed');
}
