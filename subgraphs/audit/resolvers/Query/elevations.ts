import { elevationPage } from '../../elevation-page.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

export const elevations =
  (now: () => Date): QueryResolvers['elevations'] =>
  (_root, args, context) =>
    elevationPage(
      { coordinate: 'Query.elevations', subject: undefined, now: now() },
      args,
      context,
    );
