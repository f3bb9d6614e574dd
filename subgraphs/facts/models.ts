/** What resolvers hand to the fields of a type: rows, where the type is a table. */
import type {
  accountHolders,
  accounts,
  erasureRequests,
  loans,
  payments,
  standingOrders,
} from './tables.ts';

export interface BankModel {
  readonly id: string;
  readonly code: string;
}

export type AccountModel = Readonly<typeof accounts.$inferSelect>;
export type AccountHolderModel = Readonly<typeof accountHolders.$inferSelect>;
export type PaymentModel = Readonly<typeof payments.$inferSelect>;
export type StandingOrderModel = Readonly<typeof standingOrders.$inferSelect>;
export type LoanModel = Readonly<typeof loans.$inferSelect>;
export type ErasureRequestModel = Readonly<typeof erasureRequests.$inferSelect>;
