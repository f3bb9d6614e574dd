/** What the mutations of elevations answer with. */
import type { Change } from './domain/elevation.ts';
import type { ElevationModel } from './models.ts';
import type { ElevationError } from './resolvers.generated.ts';

export interface Payload {
  readonly elevation: ElevationModel | null;
  readonly userErrors: readonly ElevationError[];
}

export function payloadOf(change: Change): Payload {
  return change.kind === 'refused'
    ? { elevation: null, userErrors: [change.error] }
    : { elevation: change.elevation, userErrors: [] };
}
