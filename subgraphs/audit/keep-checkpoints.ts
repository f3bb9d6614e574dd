/** Writes checkpoints of the trails that grew while the subgraph runs, and once more when it stops. */
import { setTimeout as wait } from 'node:timers/promises';
import type { BackgroundParts } from '../../lib/subgraph/index.ts';
import type { CheckpointOutcome } from './checkpoint-writer.ts';
import { CHECKPOINTS } from './counters.ts';
import type { Checkpointing } from './open-checkpoints.ts';

/** A place that hangs must not hold up the end: what starts processes kills them soon. */
const LAST_WRITE_MS = 1_500;

/** @returns what ends it */
export function keepCheckpoints(
  { writer, everyMs }: Checkpointing,
  parts: BackgroundParts,
): () => Promise<void> {
  const stopping = new AbortController();
  const write = async (): Promise<void> => {
    for (const outcome of await writer.writeDue(parts.database)) tell(parts, outcome);
  };
  const run = async (): Promise<void> => {
    while (await passed(everyMs, stopping.signal)) await write();
    await write();
  };
  const running = run();
  return async () => {
    stopping.abort();
    await Promise.race([running, wait(LAST_WRITE_MS, undefined, { ref: false })]);
  };
}

/** False where there was no time for it. */
async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}

function tell({ log, count }: BackgroundParts, { kind, bankId, cause }: CheckpointOutcome): void {
  count(CHECKPOINTS, { outcome: kind });
  const about = { bank_id: bankId };
  if (kind === 'failed') log.error({ ...about, err: cause }, 'checkpoint not kept; tried again');
  if (kind === 'inconsistent') log.fatal(about, 'the trail is not what was signed; not signed');
}
