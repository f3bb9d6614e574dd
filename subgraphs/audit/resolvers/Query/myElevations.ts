import { elevationPage } from '../../elevation-page.ts';
import type { QueryResolvers } from '../../resolvers.generated.ts';

export const myElevations =
  (now: () => Date): QueryResolvers['myElevations'] =>
  (_root, args, context) => {
    const { subject } = context.principal;
    return elevationPage({ coordinate: 'Query.myElevations', subject, now: now() }, args, context);
  };
