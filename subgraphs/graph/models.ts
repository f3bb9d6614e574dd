/** What resolvers hand to the fields of a type that has some of an account opened only when asked. */
import type { Money } from './resolvers.generated.ts';

/** The number of its account is opened when the field is asked for. */
export interface CounterpartyModel {
  readonly nodeId: string;
  readonly bank: string;
  readonly volume: Money;
  readonly paymentCount: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface PathNodeModel {
  readonly nodeId: string;
  readonly bank: string;
}
