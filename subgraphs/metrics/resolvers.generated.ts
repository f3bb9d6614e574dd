// Generated from schema/metrics.graphql by `npm run gen`; edit that instead.
import type { SubgraphContext } from '../../lib/subgraph/index.ts';
import type { Loaders } from './loaders/index.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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
  _FieldSet: { input: string; output: string; }
};

/** Read access to the caller's own bank. No operation ever crosses banks. */
export type Query = {
  /** Statistics of a metric over the caller's bank, one bucket per period and channel, oldest period first. */
  readonly describe?: Maybe<ReadonlyArray<MetricBucket>>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryDescribeArgs = {
  metric: Metric;
  grain?: Grain;
  period?: InputMaybe<PeriodInput>;
};

/** A bank: one tenant of the platform. */
export type Bank = {
  /** Global id, the tenant's bank_id. */
  readonly id: Scalars['ID']['output'];
  /** Statistics of a metric over the bank. */
  readonly describe?: Maybe<ReadonlyArray<MetricBucket>>;
};


/** A bank: one tenant of the platform. */
export type BankDescribeArgs = {
  metric: Metric;
  grain?: Grain;
  period?: InputMaybe<PeriodInput>;
};

/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type Account = {
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** Statistics of a metric over the account. */
  readonly describe?: Maybe<ReadonlyArray<MetricBucket>>;
};


/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type AccountDescribeArgs = {
  metric: Metric;
  grain?: Grain;
  period?: InputMaybe<PeriodInput>;
};

/** What can be measured. */
export type Metric =
  /** Amount of payments in both directions. */
  | 'PAYMENT_AMOUNT'
  /** Amount of incoming payments. */
  | 'CREDIT_AMOUNT'
  /** Amount of outgoing payments. */
  | 'DEBIT_AMOUNT';

/** Length of a period. */
export type Grain =
  /** Calendar month. */
  | 'MONTH'
  /** Calendar quarter. */
  | 'QUARTER'
  /** Calendar year. */
  | 'YEAR';

/** Days to cover, both included. */
export type PeriodInput = {
  /** First day. */
  readonly from: Scalars['Date']['input'];
  /** Last day. */
  readonly to: Scalars['Date']['input'];
};

/** Statistics of one period and channel, over all its days. */
export type MetricBucket = {
  /** First day of the month, quarter or year. */
  readonly periodStart?: Maybe<Scalars['Date']['output']>;
  /** The channel; null for all channels together. */
  readonly channel?: Maybe<Channel>;
  /** Number of payments. */
  readonly count?: Maybe<Scalars['Int']['output']>;
  /** Sum of the amounts. */
  readonly sum?: Maybe<Money>;
  /** Arithmetic mean, rounded to whole minor units. */
  readonly mean?: Maybe<Money>;
  /** Median: the smallest amount that at least half of the payments do not exceed (nearest rank). */
  readonly p50?: Maybe<Money>;
  /** 95th percentile, nearest rank: always an amount that was paid. */
  readonly p95?: Maybe<Money>;
  /** 99th percentile, nearest rank. */
  readonly p99?: Maybe<Money>;
  /** Smallest amount. */
  readonly min?: Maybe<Money>;
  /** Largest amount. */
  readonly max?: Maybe<Money>;
  /** Standard deviation of the population, rounded to whole minor units. */
  readonly stddev?: Maybe<Money>;
};

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

/** An exact amount of money: whole minor units and their currency. Never a float. */
export type Money = {
  /** Whole minor units (1/100 of CZK). */
  readonly minorUnits: Scalars['MinorUnits']['output'];
  /** ISO 4217 code. */
  readonly currency: Scalars['String']['output'];
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
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Bank:
    ( { __typename: 'Bank' }
    & GraphQLRecursivePick<FederationTypes['Bank'], {"id":true}> );
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Bank: ResolverTypeWrapper<Bank>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Account: ResolverTypeWrapper<Account>;
  Metric: Metric;
  Grain: Grain;
  PeriodInput: PeriodInput;
  MetricBucket: ResolverTypeWrapper<MetricBucket>;
  Channel: Channel;
  Money: ResolverTypeWrapper<Money>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>;
  Bank: Bank | FederationReferenceTypes['Bank'];
  ID: Scalars['ID']['output'];
  Account: Account | FederationReferenceTypes['Account'];
  PeriodInput: PeriodInput;
  MetricBucket: MetricBucket;
  Money: Money;
  MinorUnits: Scalars['MinorUnits']['output'];
  Date: Scalars['Date']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
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
  describe?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MetricBucket']>>, ParentType, ContextType, RequireFields<QueryDescribeArgs, 'metric' | 'grain'>>;
};

export type BankResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Bank'] = ResolversParentTypes['Bank'], FederationReferenceType extends FederationReferenceTypes['Bank'] = FederationReferenceTypes['Bank']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Bank']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  describe?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MetricBucket']>>, ParentType, ContextType, RequireFields<BankDescribeArgs, 'metric' | 'grain'>>;
};

export type AccountResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  describe?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MetricBucket']>>, ParentType, ContextType, RequireFields<AccountDescribeArgs, 'metric' | 'grain'>>;
};

export type MetricBucketResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['MetricBucket'] = ResolversParentTypes['MetricBucket']> = {
  periodStart?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  channel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sum?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  mean?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  p50?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  p95?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  p99?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  min?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  max?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  stddev?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
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

export type Resolvers<ContextType = SubgraphContext<Loaders>> = {
  Query?: QueryResolvers<ContextType>;
  Bank?: BankResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  MetricBucket?: MetricBucketResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Date?: GraphQLScalarType;
};

export type DirectiveResolvers<ContextType = SubgraphContext<Loaders>> = {
  semanticNonNull?: SemanticNonNullDirectiveResolver<any, any, ContextType>;
  reveals?: RevealsDirectiveResolver<any, any, ContextType>;
};
