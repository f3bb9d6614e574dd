// Generated from schema/graph.graphql by `npm run gen`; edit that instead.
import type { SubgraphContext } from '../../lib/subgraph/index.ts';
import type { Loaders } from './loaders/index.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CounterpartyModel, PathNodeModel } from './models.ts';
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
  _FieldSet: { input: string; output: string; }
};

/** Read access to the caller's own bank. No operation ever crosses banks. */
export type Query = {
  /** Ways money went from one account to another within what the caller's bank knows: shortest first, then by largest bottleneck. No account is passed twice. */
  readonly paths?: Maybe<ReadonlyArray<PaymentPath>>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryPathsArgs = {
  from: AccountRefInput;
  to: AccountRefInput;
  maxHops?: Scalars['Int']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type Account = {
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** The accounts it exchanged money with, most volume first. */
  readonly counterparties?: Maybe<ReadonlyArray<Counterparty>>;
};


/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type AccountCounterpartiesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One leg of a payment, as the caller's bank recorded it. */
export type Payment = {
  /** Global id of the leg. */
  readonly id: Scalars['ID']['output'];
  /** The relationship between the payment's account and its counterparty; null for cash and internal bookings. */
  readonly counterparty?: Maybe<Counterparty>;
};

/** An account named by bank code and number. */
export type AccountRefInput = {
  /** Two-letter code of the bank. */
  readonly bank: Scalars['String']['input'];
  /** Account number. */
  readonly number: Scalars['String']['input'];
};

/** What an account and another exchanged. */
export type Counterparty = {
  /** Two-letter code of the other bank. */
  readonly bank?: Maybe<Scalars['String']['output']>;
  /** Account number at the other bank. */
  readonly account?: Maybe<Scalars['String']['output']>;
  /** Total in both directions. */
  readonly volume?: Maybe<Money>;
  /** Number of payments in both directions. */
  readonly paymentCount?: Maybe<Scalars['Int']['output']>;
  /** Day of the first payment. */
  readonly firstSeen?: Maybe<Scalars['Date']['output']>;
  /** Day of the last payment. */
  readonly lastSeen?: Maybe<Scalars['Date']['output']>;
};

/** One way from an account to another. */
export type PaymentPath = {
  /** Number of steps from account to account. */
  readonly hops?: Maybe<Scalars['Int']['output']>;
  /** The accounts on the way, both ends included. */
  readonly nodes?: Maybe<ReadonlyArray<PathNode>>;
  /** The smallest volume of its steps: no more can have gone the whole way. */
  readonly bottleneck?: Maybe<Money>;
};

/** An account on a way. */
export type PathNode = {
  /** Two-letter code of the bank. */
  readonly bank?: Maybe<Scalars['String']['output']>;
  /** Account number. */
  readonly number?: Maybe<Scalars['String']['output']>;
};

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
  Account: Account;
  Payment: Payment;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
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
  Account: ResolverTypeWrapper<Omit<Account, 'counterparties'> & { counterparties?: Maybe<ReadonlyArray<ResolversTypes['Counterparty']>> }>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Payment: ResolverTypeWrapper<Omit<Payment, 'counterparty'> & { counterparty?: Maybe<ResolversTypes['Counterparty']> }>;
  AccountRefInput: AccountRefInput;
  Counterparty: ResolverTypeWrapper<CounterpartyModel>;
  PaymentPath: ResolverTypeWrapper<Omit<PaymentPath, 'nodes'> & { nodes?: Maybe<ReadonlyArray<ResolversTypes['PathNode']>> }>;
  PathNode: ResolverTypeWrapper<PathNodeModel>;
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
  Account: Omit<Account, 'counterparties'> & { counterparties?: Maybe<ReadonlyArray<ResolversParentTypes['Counterparty']>> } | FederationReferenceTypes['Account'];
  ID: Scalars['ID']['output'];
  Payment: Omit<Payment, 'counterparty'> & { counterparty?: Maybe<ResolversParentTypes['Counterparty']> } | FederationReferenceTypes['Payment'];
  AccountRefInput: AccountRefInput;
  Counterparty: CounterpartyModel;
  PaymentPath: Omit<PaymentPath, 'nodes'> & { nodes?: Maybe<ReadonlyArray<ResolversParentTypes['PathNode']>> };
  PathNode: PathNodeModel;
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
  paths?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PaymentPath']>>, ParentType, ContextType, RequireFields<QueryPathsArgs, 'from' | 'to' | 'maxHops' | 'first'>>;
};

export type AccountResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  counterparties?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Counterparty']>>, ParentType, ContextType, RequireFields<AccountCounterpartiesArgs, 'first'>>;
};

export type PaymentResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  counterparty?: Resolver<Maybe<ResolversTypes['Counterparty']>, ParentType, ContextType>;
};

export type CounterpartyResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Counterparty'] = ResolversParentTypes['Counterparty']> = {
  bank?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  volume?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  paymentCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  firstSeen?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  lastSeen?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
};

export type PaymentPathResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['PaymentPath'] = ResolversParentTypes['PaymentPath']> = {
  hops?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PathNode']>>, ParentType, ContextType>;
  bottleneck?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type PathNodeResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['PathNode'] = ResolversParentTypes['PathNode']> = {
  bank?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  Account?: AccountResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  Counterparty?: CounterpartyResolvers<ContextType>;
  PaymentPath?: PaymentPathResolvers<ContextType>;
  PathNode?: PathNodeResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Date?: GraphQLScalarType;
};

export type DirectiveResolvers<ContextType = SubgraphContext<Loaders>> = {
  semanticNonNull?: SemanticNonNullDirectiveResolver<any, any, ContextType>;
  reveals?: RevealsDirectiveResolver<any, any, ContextType>;
};
