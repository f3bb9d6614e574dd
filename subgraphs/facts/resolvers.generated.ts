// Generated from schema/facts.graphql by `npm run gen`; edit that instead.
import type { SubgraphContext } from '../../lib/subgraph/index.ts';
import type { Loaders } from './loaders/index.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { BankModel, AccountModel, AccountHolderModel, PaymentModel, StandingOrderModel, LoanModel, ErasureRequestModel } from './models.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A whole number of minor units, a JSON number up to 2^53 - 1. */
  MinorUnits: { input: number; output: number; }
  /** A calendar day, YYYY-MM-DD (ISO 8601). */
  Date: { input: string; output: string; }
  /** An instant, ISO 8601 in UTC. */
  DateTime: { input: Date; output: Date | string; }
  _FieldSet: { input: string; output: string; }
};

/** Read access to the caller's own bank. No operation ever crosses banks. */
export type Query = {
  /** The bank the caller's token names. */
  readonly bank?: Maybe<Bank>;
  /** One account of the caller's bank; null when it does not exist there. */
  readonly account?: Maybe<Account>;
  /** The accounts of the caller's bank, ordered by account number, shorter numbers first. */
  readonly accounts?: Maybe<AccountConnection>;
  /** One payment leg of the caller's bank; null when it does not exist there. */
  readonly payment?: Maybe<Payment>;
  /** The payment legs of the caller's bank. */
  readonly payments?: Maybe<PaymentConnection>;
  /** Requests to erase somebody in the caller's bank, newest first. */
  readonly erasureRequests?: Maybe<ErasureRequestConnection>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryAccountArgs = {
  id: Scalars['ID']['input'];
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryAccountsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryPaymentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentFilter>;
  orderBy?: InputMaybe<PaymentOrder>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryErasureRequestsArgs = {
  state?: InputMaybe<ErasureState>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Changes in the caller's own bank. No operation ever crosses banks. */
export type Mutation = {
  /**
   * Records payments of the caller's bank, all of them or none. For 24 hours the same key with the same input is
   * answered again and records nothing; with another input it is refused, and while a request with it is under
   * way as well. What ends in an error or in userErrors leaves the key free.
   */
  readonly recordPayments?: Maybe<RecordPaymentsPayload>;
  /** Asks for somebody's personal data to be erased. Another person of the bank has to approve it. */
  readonly requestErasure?: Maybe<RequestErasurePayload>;
  /**
   * Erases what was asked for, at once and for good: the key that opens it is destroyed, and nobody gets it back.
   * Approved twice, it is erased once.
   */
  readonly approveErasure?: Maybe<ApproveErasurePayload>;
  /** Turns a request down. */
  readonly rejectErasure?: Maybe<RejectErasurePayload>;
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationRecordPaymentsArgs = {
  input: RecordPaymentsInput;
  idempotencyKey: Scalars['String']['input'];
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationRequestErasureArgs = {
  input: RequestErasureInput;
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationApproveErasureArgs = {
  input: ApproveErasureInput;
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationRejectErasureArgs = {
  input: RejectErasureInput;
};

/** A bank: one tenant of the platform. */
export type Bank = {
  /** Global id, the tenant's bank_id. */
  readonly id: Scalars['ID']['output'];
  /** The two-letter code payments name it by. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /** Number of accounts the bank keeps here. */
  readonly accountCount?: Maybe<Scalars['Int']['output']>;
};

/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type Account = {
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** Account number within the bank. */
  readonly number?: Maybe<Scalars['String']['output']>;
  /** The day it was opened; null where the bank only knows it from payments. */
  readonly openedOn?: Maybe<Scalars['Date']['output']>;
  /** How often statements are issued. */
  readonly statementFrequency?: Maybe<StatementFrequency>;
  /** The bank that keeps it. */
  readonly bank?: Maybe<Bank>;
  /** The persons who may dispose of it. */
  readonly holders?: Maybe<ReadonlyArray<AccountHolder>>;
  /** Payments of this account, newest first. */
  readonly payments?: Maybe<PaymentConnection>;
  /** Standing orders paid from it. */
  readonly standingOrders?: Maybe<ReadonlyArray<StandingOrder>>;
  /** Loans granted on it. */
  readonly loans?: Maybe<ReadonlyArray<Loan>>;
};


/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type AccountPaymentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A person who may dispose of an account. Personal data. */
export type AccountHolder = {
  /** Global id of the holder. */
  readonly id: Scalars['ID']['output'];
  /** Owner, or a person the owner authorised. */
  readonly role?: Maybe<HolderRole>;
  /** Date of birth; null once erased. Cut to 1 January of its year without pii:read. */
  readonly birthDate?: Maybe<Scalars['Date']['output']>;
  /** Gender as recorded; null once erased. Withheld without pii:read. */
  readonly gender?: Maybe<Gender>;
  /** District of residence; null once erased. Withheld without pii:read. */
  readonly district?: Maybe<Scalars['String']['output']>;
  /** When the person's data was erased, which is why the fields above are null without an error. Null for everybody else. */
  readonly erasedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** That somebody's personal data is to be erased, and what became of it. */
export type ErasureRequest = {
  /** Global id; the audit trail names it. */
  readonly id: Scalars['ID']['output'];
  /** Whose data. The id stays after the erasure, and tells nobody who it was. */
  readonly subject?: Maybe<ErasureSubject>;
  /** Why. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Where it stands. */
  readonly state?: Maybe<ErasureState>;
  /** Who asked for it. */
  readonly requestedBy?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  readonly requestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who approved it or turned it down; null until somebody does. */
  readonly decidedBy?: Maybe<Scalars['String']['output']>;
  /** When; for an erasure also when it was done. */
  readonly decidedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Somebody of the bank whose data can be erased. */
export type ErasureSubject = {
  /** What the id is of. */
  readonly kind: ErasureSubjectKind;
  /** Global id. */
  readonly id: Scalars['ID']['output'];
};

/** A page of requests. */
export type ErasureRequestConnection = {
  /** The requests with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<ErasureRequestEdge>>;
  /** Where this page stands. */
  readonly pageInfo?: Maybe<PageInfo>;
};

/** A request in a page. */
export type ErasureRequestEdge = {
  /** The request. */
  readonly node?: Maybe<ErasureRequest>;
  /** Pass as after to continue behind it. */
  readonly cursor?: Maybe<Scalars['String']['output']>;
};

/** Where a request to erase stands. */
export type ErasureState =
  /** Asked for; another person may approve it. */
  | 'REQUESTED'
  /** Approved and done. */
  | 'ERASED'
  /** Somebody turned it down. */
  | 'REJECTED';

/** What can be erased. */
export type ErasureSubjectKind =
  /** An account holder, by AccountHolder.id. */
  | 'ACCOUNT_HOLDER'
  /**
   * Whoever has an account at another bank that payments or standing orders name, by AuditChange.subjectId of the
   * entry of such a payment. They keep the bank, and no account.
   */
  | 'COUNTERPARTY';

/** One leg of a payment, as the caller's bank recorded it. */
export type Payment = {
  /** Global id of the leg. */
  readonly id: Scalars['ID']['output'];
  /** The amount moved, never negative; see direction. */
  readonly amount?: Maybe<Money>;
  /** Into or out of the account. */
  readonly direction?: Maybe<Direction>;
  /** How it was made. */
  readonly channel?: Maybe<Channel>;
  /** What it was for, where recorded. */
  readonly purpose?: Maybe<Purpose>;
  /** The day it took effect. */
  readonly valueDate?: Maybe<Scalars['Date']['output']>;
  /** The account of the caller's bank it belongs to. */
  readonly account?: Maybe<Account>;
  /** Two-letter code of the other bank; null for cash and internal bookings. */
  readonly counterpartyBank?: Maybe<Scalars['String']['output']>;
  /** Account number at the other bank; null for cash and internal bookings. */
  readonly counterpartyAccount?: Maybe<Scalars['String']['output']>;
  /** Balance of the account after it, where the bank knows it. */
  readonly balanceAfter?: Maybe<Money>;
};

/** An order to pay a fixed amount every month. */
export type StandingOrder = {
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** The amount of each payment. */
  readonly amount?: Maybe<Money>;
  /** Two-letter code of the receiving bank. */
  readonly counterpartyBank?: Maybe<Scalars['String']['output']>;
  /** Receiving account number. */
  readonly counterpartyAccount?: Maybe<Scalars['String']['output']>;
  /** What it is for, where recorded. */
  readonly purpose?: Maybe<Purpose>;
};

/** A loan granted on an account. */
export type Loan = {
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** The amount granted. */
  readonly amount?: Maybe<Money>;
  /** The day it was granted. */
  readonly grantedOn?: Maybe<Scalars['Date']['output']>;
  /** Duration in months. */
  readonly durationMonths?: Maybe<Scalars['Int']['output']>;
  /** The monthly instalment. */
  readonly monthlyPayment?: Maybe<Money>;
  /** Whether it was or is being paid back. */
  readonly status?: Maybe<LoanStatus>;
};

/** A page of accounts. */
export type AccountConnection = {
  /** The accounts with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<AccountEdge>>;
  /** Where this page stands. */
  readonly pageInfo?: Maybe<PageInfo>;
};

/** An account in a page. */
export type AccountEdge = {
  /** The account. */
  readonly node?: Maybe<Account>;
  /** Pass as after to continue behind it. */
  readonly cursor?: Maybe<Scalars['String']['output']>;
};

/** A page of payments. */
export type PaymentConnection = {
  /** The payments with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<PaymentEdge>>;
  /** Where this page stands. */
  readonly pageInfo?: Maybe<PageInfo>;
};

/** A payment in a page. */
export type PaymentEdge = {
  /** The payment. */
  readonly node?: Maybe<Payment>;
  /** Pass as after to continue behind it. */
  readonly cursor?: Maybe<Scalars['String']['output']>;
};

/** Where a page stands in the whole. */
export type PageInfo = {
  /** Whether more follow. */
  readonly hasNextPage?: Maybe<Scalars['Boolean']['output']>;
  /** Whether any came before. */
  readonly hasPreviousPage?: Maybe<Scalars['Boolean']['output']>;
  /** Cursor of the first item. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last item. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** An exact amount of money: whole minor units and their currency. Never a float. */
export type Money = {
  /** Whole minor units (1/100 of CZK). */
  readonly minorUnits: Scalars['MinorUnits']['output'];
  /** ISO 4217 code. */
  readonly currency: Scalars['String']['output'];
};

/** Into or out of the account. */
export type Direction =
  /** Money came in. */
  | 'CREDIT'
  /** Money went out. */
  | 'DEBIT';

/** How a payment was made. */
export type Channel =
  /** Cash paid in. */
  | 'CASH_DEPOSIT'
  /** Cash taken out. */
  | 'CASH_WITHDRAWAL'
  /** Cash taken out by card. */
  | 'CARD_WITHDRAWAL'
  /** Transfer to another bank. */
  | 'TRANSFER_OUT'
  /** Transfer from another bank. */
  | 'TRANSFER_IN'
  /** Booked by the bank itself, as interest is. */
  | 'INTERNAL';

/** What a payment was for. */
export type Purpose =
  /** Pension. */
  | 'PENSION'
  /** Insurance payment. */
  | 'INSURANCE'
  /** Penalty interest for a negative balance. */
  | 'SANCTION_INTEREST'
  /** Household payments. */
  | 'HOUSEHOLD'
  /** Payment for a statement. */
  | 'STATEMENT_FEE'
  /** Interest credited. */
  | 'INTEREST'
  /** Loan payment. */
  | 'LOAN'
  /** Leasing. */
  | 'LEASING';

/** How often statements are issued. */
export type StatementFrequency =
  /** Every month. */
  | 'MONTHLY'
  /** Every week. */
  | 'WEEKLY'
  /** After each transaction. */
  | 'AFTER_TRANSACTION';

/** What a person may do with an account. */
export type HolderRole =
  /** Owns it. */
  | 'OWNER'
  /** Was authorised by the owner. */
  | 'DISPONENT';

/** Gender as recorded. */
export type Gender =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE';

/** How a loan stands. */
export type LoanStatus =
  /** Ended, paid back. */
  | 'FINISHED'
  /** Ended, not paid back. */
  | 'DEFAULTED'
  /** Running, paid as agreed. */
  | 'RUNNING'
  /** Running, the client in debt. */
  | 'IN_DEBT';

/** Order of payments. */
export type PaymentOrder =
  /** Newest first. */
  | 'VALUE_DATE_DESC'
  /** Oldest first. */
  | 'VALUE_DATE_ASC'
  /** Largest first. */
  | 'AMOUNT_DESC'
  /** Smallest first. */
  | 'AMOUNT_ASC';

/** Conditions on payments; all given ones must hold. */
export type PaymentFilter = {
  /** Only this account's. */
  readonly accountId?: InputMaybe<Scalars['ID']['input']>;
  /** Only this direction. */
  readonly direction?: InputMaybe<Direction>;
  /** Only this channel. */
  readonly channel?: InputMaybe<Channel>;
  /** Only this purpose. */
  readonly purpose?: InputMaybe<Purpose>;
  /** Only with this counterparty bank. */
  readonly counterpartyBank?: InputMaybe<Scalars['String']['input']>;
  /** On or after this day. */
  readonly valueDateFrom?: InputMaybe<Scalars['Date']['input']>;
  /** On or before this day. */
  readonly valueDateTo?: InputMaybe<Scalars['Date']['input']>;
  /** At least this many minor units. */
  readonly minAmount?: InputMaybe<Scalars['MinorUnits']['input']>;
  /** At most this many minor units. */
  readonly maxAmount?: InputMaybe<Scalars['MinorUnits']['input']>;
};

/** A batch of payments to record. */
export type RecordPaymentsInput = {
  /** 1 to 1000 payments. */
  readonly payments: ReadonlyArray<PaymentInput>;
};

/** One payment to record. */
export type PaymentInput = {
  /** The source's own reference, unique within the bank: 1 to 200 printable characters. */
  readonly reference: Scalars['String']['input'];
  /** Account number of the caller's bank. */
  readonly accountNumber: Scalars['String']['input'];
  /** Minor units, greater than zero. */
  readonly minorUnits: Scalars['MinorUnits']['input'];
  /** ISO 4217 code; CZK only so far. */
  readonly currency: Scalars['String']['input'];
  /** Into or out of the account. */
  readonly direction: Direction;
  /** How it was made; money goes the way the channel says. */
  readonly channel: Channel;
  /** What it was for. */
  readonly purpose?: InputMaybe<Purpose>;
  /** The day it takes effect. */
  readonly valueDate: Scalars['Date']['input'];
  /** Code of the other bank, for transfers. */
  readonly counterpartyBank?: InputMaybe<Scalars['String']['input']>;
  /** Account number at the other bank, for transfers. */
  readonly counterpartyAccount?: InputMaybe<Scalars['String']['input']>;
};

/** What recordPayments did. It reads nothing back. */
export type RecordPaymentsPayload = {
  /** How many payments this key recorded. */
  readonly recordedCount?: Maybe<Scalars['Int']['output']>;
  /** True when the key had been used for the same input before. */
  readonly replayed?: Maybe<Scalars['Boolean']['output']>;
  /** What kept payments from being recorded; none was then. */
  readonly userErrors?: Maybe<ReadonlyArray<UserError>>;
};

/** A business reason why nothing was recorded. */
export type UserError = {
  /**
   * Stable code: EMPTY_BATCH, BATCH_TOO_LARGE, INVALID_REFERENCE, DUPLICATE_REFERENCE, UNKNOWN_ACCOUNT,
   * AMOUNT_NOT_POSITIVE, CURRENCY_NOT_SUPPORTED, DIRECTION_DOES_NOT_FIT, COUNTERPARTY_INCOMPLETE,
   * INVALID_BANK_CODE or INVALID_ACCOUNT_NUMBER.
   */
  readonly code: Scalars['String']['output'];
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
  /** Where in the arguments, as a dotted path: input.payments.0.minorUnits. */
  readonly field?: Maybe<Scalars['String']['output']>;
};

/** Who is to be erased. */
export type ErasureSubjectInput = {
  /** What the id is of. */
  readonly kind: ErasureSubjectKind;
  /** Global id. */
  readonly id: Scalars['ID']['input'];
};

/** What is to be erased, and why. */
export type RequestErasureInput = {
  /** Whose data. */
  readonly subject: ErasureSubjectInput;
  /** Why, 1 to 500 characters. It is kept in the audit trail for good, so it should name nobody. */
  readonly reason: Scalars['String']['input'];
};

/** The request to approve. */
export type ApproveErasureInput = {
  /** Its id. */
  readonly id: Scalars['ID']['input'];
};

/** The request to turn down. */
export type RejectErasureInput = {
  /** Its id. */
  readonly id: Scalars['ID']['input'];
};

/** What became of asking. */
export type RequestErasurePayload = {
  /** The request; null with userErrors. */
  readonly request?: Maybe<ErasureRequest>;
  /** Why nothing was asked for. */
  readonly userErrors?: Maybe<ReadonlyArray<ErasureError>>;
};

/** What became of an approval. */
export type ApproveErasurePayload = {
  /** The request, done; null with userErrors. */
  readonly request?: Maybe<ErasureRequest>;
  /** Why nothing was erased. */
  readonly userErrors?: Maybe<ReadonlyArray<ErasureError>>;
};

/** What became of turning it down. */
export type RejectErasurePayload = {
  /** The request, turned down; null with userErrors. */
  readonly request?: Maybe<ErasureRequest>;
  /** Why it was not turned down. */
  readonly userErrors?: Maybe<ReadonlyArray<ErasureError>>;
};

/** A business reason why nothing was changed. */
export type ErasureError = {
  /**
   * Stable code: INVALID_REASON, UNKNOWN_SUBJECT, ALREADY_ERASED, ALREADY_REQUESTED, UNKNOWN_REQUEST, SAME_PERSON,
   * REQUEST_REJECTED or REQUEST_EXECUTED.
   */
  readonly code: Scalars['String']['output'];
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
  /** Where in the arguments, as a dotted path: input.subject.id. */
  readonly field?: Maybe<Scalars['String']['output']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Bank: Bank;
  Account: Account;
  Payment: Payment;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Bank:
    ( { __typename: 'Bank' }
    & GraphQLRecursivePick<FederationTypes['Bank'], {"id":true}> );
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}> );
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Bank: ResolverTypeWrapper<BankModel>;
  Account: ResolverTypeWrapper<AccountModel>;
  AccountHolder: ResolverTypeWrapper<AccountHolderModel>;
  ErasureRequest: ResolverTypeWrapper<ErasureRequestModel>;
  ErasureSubject: ResolverTypeWrapper<ErasureSubject>;
  ErasureRequestConnection: ResolverTypeWrapper<Omit<ErasureRequestConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['ErasureRequestEdge']>> }>;
  ErasureRequestEdge: ResolverTypeWrapper<Omit<ErasureRequestEdge, 'node'> & { node?: Maybe<ResolversTypes['ErasureRequest']> }>;
  ErasureState: ErasureState;
  ErasureSubjectKind: ErasureSubjectKind;
  Payment: ResolverTypeWrapper<PaymentModel>;
  StandingOrder: ResolverTypeWrapper<StandingOrderModel>;
  Loan: ResolverTypeWrapper<LoanModel>;
  AccountConnection: ResolverTypeWrapper<Omit<AccountConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['AccountEdge']>> }>;
  AccountEdge: ResolverTypeWrapper<Omit<AccountEdge, 'node'> & { node?: Maybe<ResolversTypes['Account']> }>;
  PaymentConnection: ResolverTypeWrapper<Omit<PaymentConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['PaymentEdge']>> }>;
  PaymentEdge: ResolverTypeWrapper<Omit<PaymentEdge, 'node'> & { node?: Maybe<ResolversTypes['Payment']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Money: ResolverTypeWrapper<Money>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Direction: Direction;
  Channel: Channel;
  Purpose: Purpose;
  StatementFrequency: StatementFrequency;
  HolderRole: HolderRole;
  Gender: Gender;
  LoanStatus: LoanStatus;
  PaymentOrder: PaymentOrder;
  PaymentFilter: PaymentFilter;
  RecordPaymentsInput: RecordPaymentsInput;
  PaymentInput: PaymentInput;
  RecordPaymentsPayload: ResolverTypeWrapper<RecordPaymentsPayload>;
  UserError: ResolverTypeWrapper<UserError>;
  ErasureSubjectInput: ErasureSubjectInput;
  RequestErasureInput: RequestErasureInput;
  ApproveErasureInput: ApproveErasureInput;
  RejectErasureInput: RejectErasureInput;
  RequestErasurePayload: ResolverTypeWrapper<Omit<RequestErasurePayload, 'request'> & { request?: Maybe<ResolversTypes['ErasureRequest']> }>;
  ApproveErasurePayload: ResolverTypeWrapper<Omit<ApproveErasurePayload, 'request'> & { request?: Maybe<ResolversTypes['ErasureRequest']> }>;
  RejectErasurePayload: ResolverTypeWrapper<Omit<RejectErasurePayload, 'request'> & { request?: Maybe<ResolversTypes['ErasureRequest']> }>;
  ErasureError: ResolverTypeWrapper<ErasureError>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Mutation: Record<PropertyKey, never>;
  Bank: BankModel;
  Account: AccountModel;
  AccountHolder: AccountHolderModel;
  ErasureRequest: ErasureRequestModel;
  ErasureSubject: ErasureSubject;
  ErasureRequestConnection: Omit<ErasureRequestConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversParentTypes['ErasureRequestEdge']>> };
  ErasureRequestEdge: Omit<ErasureRequestEdge, 'node'> & { node?: Maybe<ResolversParentTypes['ErasureRequest']> };
  Payment: PaymentModel;
  StandingOrder: StandingOrderModel;
  Loan: LoanModel;
  AccountConnection: Omit<AccountConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversParentTypes['AccountEdge']>> };
  AccountEdge: Omit<AccountEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Account']> };
  PaymentConnection: Omit<PaymentConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversParentTypes['PaymentEdge']>> };
  PaymentEdge: Omit<PaymentEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Payment']> };
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Money: Money;
  MinorUnits: Scalars['MinorUnits']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  PaymentFilter: PaymentFilter;
  RecordPaymentsInput: RecordPaymentsInput;
  PaymentInput: PaymentInput;
  RecordPaymentsPayload: RecordPaymentsPayload;
  UserError: UserError;
  ErasureSubjectInput: ErasureSubjectInput;
  RequestErasureInput: RequestErasureInput;
  ApproveErasureInput: ApproveErasureInput;
  RejectErasureInput: RejectErasureInput;
  RequestErasurePayload: Omit<RequestErasurePayload, 'request'> & { request?: Maybe<ResolversParentTypes['ErasureRequest']> };
  ApproveErasurePayload: Omit<ApproveErasurePayload, 'request'> & { request?: Maybe<ResolversParentTypes['ErasureRequest']> };
  RejectErasurePayload: Omit<RejectErasurePayload, 'request'> & { request?: Maybe<ResolversParentTypes['ErasureRequest']> };
  ErasureError: ErasureError;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
};

export type SemanticNonNullDirectiveArgs = {
  levels?: Maybe<ReadonlyArray<Maybe<Scalars['Int']['input']>>>;
};

export type SemanticNonNullDirectiveResolver<Result, Parent, ContextType = SubgraphContext<Loaders>, Args = SemanticNonNullDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RevealsDirectiveArgs = {
  coordinates: ReadonlyArray<Scalars['String']['input']>;
};

export type RevealsDirectiveResolver<Result, Parent, ContextType = SubgraphContext<Loaders>, Args = RevealsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type QueryResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  bank?: Resolver<Maybe<ResolversTypes['Bank']>, ParentType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType, RequireFields<QueryAccountArgs, 'id'>>;
  accounts?: Resolver<Maybe<ResolversTypes['AccountConnection']>, ParentType, ContextType, RequireFields<QueryAccountsArgs, 'first'>>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentArgs, 'id'>>;
  payments?: Resolver<Maybe<ResolversTypes['PaymentConnection']>, ParentType, ContextType, RequireFields<QueryPaymentsArgs, 'first' | 'orderBy'>>;
  erasureRequests?: Resolver<Maybe<ResolversTypes['ErasureRequestConnection']>, ParentType, ContextType, RequireFields<QueryErasureRequestsArgs, 'first'>>;
};

export type MutationResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  recordPayments?: Resolver<Maybe<ResolversTypes['RecordPaymentsPayload']>, ParentType, ContextType, RequireFields<MutationRecordPaymentsArgs, 'input' | 'idempotencyKey'>>;
  requestErasure?: Resolver<Maybe<ResolversTypes['RequestErasurePayload']>, ParentType, ContextType, RequireFields<MutationRequestErasureArgs, 'input'>>;
  approveErasure?: Resolver<Maybe<ResolversTypes['ApproveErasurePayload']>, ParentType, ContextType, RequireFields<MutationApproveErasureArgs, 'input'>>;
  rejectErasure?: Resolver<Maybe<ResolversTypes['RejectErasurePayload']>, ParentType, ContextType, RequireFields<MutationRejectErasureArgs, 'input'>>;
};

export type BankResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Bank'] = ResolversParentTypes['Bank'], FederationReferenceType extends FederationReferenceTypes['Bank'] = FederationReferenceTypes['Bank']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Bank']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  accountCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type AccountResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  statementFrequency?: Resolver<Maybe<ResolversTypes['StatementFrequency']>, ParentType, ContextType>;
  bank?: Resolver<Maybe<ResolversTypes['Bank']>, ParentType, ContextType>;
  holders?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AccountHolder']>>, ParentType, ContextType>;
  payments?: Resolver<Maybe<ResolversTypes['PaymentConnection']>, ParentType, ContextType, RequireFields<AccountPaymentsArgs, 'first'>>;
  standingOrders?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StandingOrder']>>, ParentType, ContextType>;
  loans?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Loan']>>, ParentType, ContextType>;
};

export type AccountHolderResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AccountHolder'] = ResolversParentTypes['AccountHolder']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['HolderRole']>, ParentType, ContextType>;
  birthDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  gender?: Resolver<Maybe<ResolversTypes['Gender']>, ParentType, ContextType>;
  district?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  erasedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ErasureRequestResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ErasureRequest'] = ResolversParentTypes['ErasureRequest']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['ErasureSubject']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['ErasureState']>, ParentType, ContextType>;
  requestedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decidedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ErasureSubjectResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ErasureSubject'] = ResolversParentTypes['ErasureSubject']> = {
  kind?: Resolver<ResolversTypes['ErasureSubjectKind'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ErasureRequestConnectionResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ErasureRequestConnection'] = ResolversParentTypes['ErasureRequestConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ErasureRequestEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
};

export type ErasureRequestEdgeResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ErasureRequestEdge'] = ResolversParentTypes['ErasureRequestEdge']> = {
  node?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  direction?: Resolver<Maybe<ResolversTypes['Direction']>, ParentType, ContextType>;
  channel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  purpose?: Resolver<Maybe<ResolversTypes['Purpose']>, ParentType, ContextType>;
  valueDate?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  counterpartyBank?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  counterpartyAccount?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  balanceAfter?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type StandingOrderResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['StandingOrder'] = ResolversParentTypes['StandingOrder']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  counterpartyBank?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  counterpartyAccount?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  purpose?: Resolver<Maybe<ResolversTypes['Purpose']>, ParentType, ContextType>;
};

export type LoanResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Loan'] = ResolversParentTypes['Loan']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  grantedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  durationMonths?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  monthlyPayment?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['LoanStatus']>, ParentType, ContextType>;
};

export type AccountConnectionResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AccountConnection'] = ResolversParentTypes['AccountConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AccountEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
};

export type AccountEdgeResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AccountEdge'] = ResolversParentTypes['AccountEdge']> = {
  node?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentConnectionResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['PaymentConnection'] = ResolversParentTypes['PaymentConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PaymentEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
};

export type PaymentEdgeResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['PaymentEdge'] = ResolversParentTypes['PaymentEdge']> = {
  node?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  hasPreviousPage?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  minorUnits?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type RecordPaymentsPayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['RecordPaymentsPayload'] = ResolversParentTypes['RecordPaymentsPayload']> = {
  recordedCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  replayed?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RequestErasurePayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['RequestErasurePayload'] = ResolversParentTypes['RequestErasurePayload']> = {
  request?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ErasureError']>>, ParentType, ContextType>;
};

export type ApproveErasurePayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ApproveErasurePayload'] = ResolversParentTypes['ApproveErasurePayload']> = {
  request?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ErasureError']>>, ParentType, ContextType>;
};

export type RejectErasurePayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['RejectErasurePayload'] = ResolversParentTypes['RejectErasurePayload']> = {
  request?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ErasureError']>>, ParentType, ContextType>;
};

export type ErasureErrorResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ErasureError'] = ResolversParentTypes['ErasureError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = SubgraphContext<Loaders>> = {
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Bank?: BankResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  AccountHolder?: AccountHolderResolvers<ContextType>;
  ErasureRequest?: ErasureRequestResolvers<ContextType>;
  ErasureSubject?: ErasureSubjectResolvers<ContextType>;
  ErasureRequestConnection?: ErasureRequestConnectionResolvers<ContextType>;
  ErasureRequestEdge?: ErasureRequestEdgeResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  StandingOrder?: StandingOrderResolvers<ContextType>;
  Loan?: LoanResolvers<ContextType>;
  AccountConnection?: AccountConnectionResolvers<ContextType>;
  AccountEdge?: AccountEdgeResolvers<ContextType>;
  PaymentConnection?: PaymentConnectionResolvers<ContextType>;
  PaymentEdge?: PaymentEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  RecordPaymentsPayload?: RecordPaymentsPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  RequestErasurePayload?: RequestErasurePayloadResolvers<ContextType>;
  ApproveErasurePayload?: ApproveErasurePayloadResolvers<ContextType>;
  RejectErasurePayload?: RejectErasurePayloadResolvers<ContextType>;
  ErasureError?: ErasureErrorResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = SubgraphContext<Loaders>> = {
  semanticNonNull?: SemanticNonNullDirectiveResolver<any, any, ContextType>;
  reveals?: RevealsDirectiveResolver<any, any, ContextType>;
};
