import { dateScalar, minorUnitsScalar } from '../../../lib/scalars.ts';
import type { Resolvers } from '../resolvers.generated.ts';
import { Account } from './Account.ts';
import { Payment } from './Payment.ts';
import { paths } from './Query/paths.ts';

export const resolvers: Resolvers = {
  Query: { paths },
  Account,
  Payment,
  Date: dateScalar,
  MinorUnits: minorUnitsScalar,
};
