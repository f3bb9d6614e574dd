/** What of the world around it the subgraph depends on. */
import type { CheckpointWriter } from './checkpoint-writer.ts';

export interface Surroundings extends Pick<CheckpointWriter, 'newest'> {
  /** The clock that entries are stamped with, and that elevations begin and end by. */
  readonly now: () => Date;
}
