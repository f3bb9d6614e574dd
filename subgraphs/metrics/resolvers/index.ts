import { dateScalar, minorUnitsScalar } from '../../../lib/scalars.ts';
import type { Resolvers } from '../resolvers.generated.ts';
import { Account } from './Account.ts';
import { Bank } from './Bank.ts';
import { describe } from './Query/describe.ts';

export const resolvers: Resolvers = {
  Query: { describe },
  Bank,
  Account,
  Date: dateScalar,
  MinorUnits: minorUnitsScalar,
};
