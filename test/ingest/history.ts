/** What clients sent and were told, what is in the database afterwards, and what the subscriber got. */

export interface SentPayment {
  readonly reference: string;
  readonly accountNumber: string;
  readonly minorUnits: number;
}

/** What a client was told of one attempt. */
export type Told =
  | { readonly kind: 'recorded'; readonly count: number; readonly replayed: boolean }
  /** userErrors, by their codes. */
  | { readonly kind: 'rejected'; readonly codes: readonly string[] }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'in-flight' }
  /** No answer, or a fault: it may have been recorded or not. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface SentBatch {
  readonly bank: string;
  readonly key: string;
  readonly payments: readonly SentPayment[];
  readonly told: Told[];
  /** The client took no answer for an answer and went away. */
  abandoned: boolean;
  /** A key that recorded something else before. */
  readonly isReuse: boolean;
}

export interface StoredPayment {
  readonly bank: string;
  readonly id: string;
  readonly reference: string;
  readonly account: string;
  readonly minorUnits: number;
}

export interface StoredEvent {
  readonly bank: string;
  readonly id: string;
  readonly paymentId: string;
  readonly account: string;
  /** Where it stands among those of its account: first by transaction, then by place in the batch. */
  readonly position: readonly [number, number];
}

export interface Delivered {
  readonly bank: string;
  readonly body: string;
  readonly signature: string;
  /** Unix seconds. */
  readonly at: number;
  /** The subscriber answered 200; else it is to come again. */
  readonly isTaken: boolean;
}

export interface Afterwards {
  readonly payments: readonly StoredPayment[];
  readonly events: readonly StoredEvent[];
  /** Ids of events in dead letters. */
  readonly dead: readonly string[];
  /** Deliveries that are still to be made. */
  readonly waiting: number;
  readonly delivered: readonly Delivered[];
  readonly secrets: ReadonlyMap<string, string>;
}
