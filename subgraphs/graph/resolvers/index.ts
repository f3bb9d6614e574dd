import { dateScalar, minorUnitsScalar } from '../../../lib/scalars.ts';
import type { Resolvers } from '../resolvers.generated.ts';
import { Account } from './Account.ts';
import { Counterparty } from './Counterparty.ts';
import { PathNode } from './PathNode.ts';
import { Payment } from './Payment.ts';
import { paths } from './Query/paths.ts';

export const resolvers: Resolvers = {
  Query: { paths },
  Account,
  Counterparty,
  PathNode,
  Payment,
  Date: dateScalar,
  MinorUnits: minorUnitsScalar,
};
