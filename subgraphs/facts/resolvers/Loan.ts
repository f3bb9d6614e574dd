import { money } from '../../../lib/money.ts';
import type { LoanResolvers } from '../resolvers.generated.ts';

export const Loan: LoanResolvers = {
  amount: ({ minorUnits, currency }) => money(minorUnits, currency),
  monthlyPayment: ({ monthlyMinorUnits, currency }) => money(monthlyMinorUnits, currency),
};
