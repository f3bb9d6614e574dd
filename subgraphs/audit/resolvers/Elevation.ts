import { statusOf } from '../domain/elevation.ts';
import type { ElevationResolvers } from '../resolvers.generated.ts';

export const Elevation = (now: () => Date): ElevationResolvers => ({
  status: (elevation) => statusOf(elevation, now()),
});
