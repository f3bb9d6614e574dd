// Generated from schema/audit.graphql by `npm run gen`; edit that instead.
import type { SubgraphContext } from '../../lib/subgraph/index.ts';
import type { Loaders } from './loaders/index.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AuditEntryModel, OperationDecisionModel } from './models.ts';
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
  /** An instant, ISO 8601 in UTC. */
  DateTime: { input: Date; output: Date | string; }
  _FieldSet: { input: string; output: string; }
};

/** Read access to the caller's own bank. No operation ever crosses banks. */
export type Query = {
  /** The audit trail of the caller's bank, newest first. */
  readonly auditTrail?: Maybe<AuditConnection>;
  /** Recomputes the hash chain of the caller's bank and says whether it is whole. A chain cut off at its end is whole too: compare headHash with a receipt kept elsewhere. */
  readonly verifyAudit?: Maybe<AuditVerification>;
  /** What was decided for one operation of the caller's bank, and why. Null for an id the bank's trail does not have. */
  readonly decision?: Maybe<OperationDecision>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryAuditTrailArgs = {
  filter?: InputMaybe<AuditFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryDecisionArgs = {
  id: Scalars['ID']['input'];
};

/** A bank: one tenant of the platform. */
export type Bank = {
  /** Global id, the tenant's bank_id. */
  readonly id: Scalars['ID']['output'];
  /** Number of entries in the bank's audit trail. */
  readonly auditEntryCount?: Maybe<Scalars['Int']['output']>;
};

/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type Account = {
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** Entries of operations that asked for this account by id, newest first. */
  readonly auditTrail?: Maybe<ReadonlyArray<AuditEntry>>;
};


/** An account kept by the caller's bank, or an account of its own that other banks' payments name. */
export type AccountAuditTrailArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One leg of a payment, as the caller's bank recorded it. */
export type Payment = {
  /** Global id of the leg. */
  readonly id: Scalars['ID']['output'];
  /** Entries of operations that asked for this payment by id, newest first. */
  readonly auditTrail?: Maybe<ReadonlyArray<AuditEntry>>;
};


/** One leg of a payment, as the caller's bank recorded it. */
export type PaymentAuditTrailArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Conditions on audit entries; all given ones must hold. */
export type AuditFilter = {
  /** Only this decision. */
  readonly decisionId?: InputMaybe<Scalars['ID']['input']>;
  /** Only this subject. */
  readonly subject?: InputMaybe<Scalars['String']['input']>;
  /** Only this role. */
  readonly role?: InputMaybe<Scalars['String']['input']>;
  /** Only this outcome. */
  readonly outcome?: InputMaybe<AuditOutcome>;
  /** At or after this instant. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before this instant. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How an operation ended. */
export type AuditOutcome =
  /** Everything asked for was allowed. */
  | 'ALLOWED'
  /** Some fields were withheld. */
  | 'PARTIAL'
  /** Nothing was allowed, or the operation was refused. */
  | 'REFUSED'
  /** It failed. */
  | 'FAILED';

/** A page of audit entries. */
export type AuditConnection = {
  /** The entries with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<AuditEdge>>;
  /** Where this page stands. */
  readonly pageInfo?: Maybe<PageInfo>;
};

/** An audit entry in a page. */
export type AuditEdge = {
  /** The entry. */
  readonly node?: Maybe<AuditEntry>;
  /** Pass as after to continue behind it. */
  readonly cursor?: Maybe<Scalars['String']['output']>;
};

/** One operation, as recorded when it was answered. */
export type AuditEntry = {
  /** Position in the bank's chain, from 1. */
  readonly sequence?: Maybe<Scalars['Int']['output']>;
  /** When it was recorded. */
  readonly recordedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The decision the client was given. */
  readonly decisionId?: Maybe<Scalars['ID']['output']>;
  /** Who asked. */
  readonly subject?: Maybe<Scalars['String']['output']>;
  /** In which role. */
  readonly role?: Maybe<Scalars['String']['output']>;
  /** Name of the operation, where it had one. */
  readonly operationName?: Maybe<Scalars['String']['output']>;
  /** SHA-256 of the operation's text. */
  readonly operationHash?: Maybe<Scalars['String']['output']>;
  /** Revision of the policy that decided. */
  readonly policyRevision?: Maybe<Scalars['String']['output']>;
  /** How it ended. */
  readonly outcome?: Maybe<AuditOutcome>;
  /** Coordinates that were withheld. */
  readonly deniedCoordinates?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** SHA-256 over the entry and the hash before it. */
  readonly hash?: Maybe<Scalars['String']['output']>;
  /** Hash of the entry before. */
  readonly previousHash?: Maybe<Scalars['String']['output']>;
};

/** What was decided for one operation, as its audit entry has it. */
export type OperationDecision = {
  /** The decision id the client was given. */
  readonly id: Scalars['ID']['output'];
  /** When it was recorded. */
  readonly recordedAt?: Maybe<Scalars['DateTime']['output']>;
  /** In which role the operation was asked. */
  readonly role?: Maybe<Scalars['String']['output']>;
  /** Name of the operation, where it had one; of a preflight `preflight:` and its name. */
  readonly operationName?: Maybe<Scalars['String']['output']>;
  /** Revision of the policy that decided. */
  readonly policyRevision?: Maybe<Scalars['String']['output']>;
  /** How it ended. */
  readonly outcome?: Maybe<AuditOutcome>;
  /** Coordinates that were withheld. */
  readonly deniedCoordinates?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** What verifying the chain found. */
export type AuditVerification = {
  /** Whether every entry matches its hash and its predecessor. */
  readonly intact?: Maybe<Scalars['Boolean']['output']>;
  /** How many entries were checked. */
  readonly entriesChecked?: Maybe<Scalars['Int']['output']>;
  /** The first entry that does not fit; null when the chain is whole. */
  readonly firstBrokenSequence?: Maybe<Scalars['Int']['output']>;
  /** Hash of the last entry. */
  readonly headHash?: Maybe<Scalars['String']['output']>;
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
  OperationDecision: OperationDecision;
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
  OperationDecision:
    ( { __typename: 'OperationDecision' }
    & GraphQLRecursivePick<FederationTypes['OperationDecision'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Bank: ResolverTypeWrapper<Bank>;
  Account: ResolverTypeWrapper<Omit<Account, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversTypes['AuditEntry']>> }>;
  Payment: ResolverTypeWrapper<Omit<Payment, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversTypes['AuditEntry']>> }>;
  AuditFilter: AuditFilter;
  AuditOutcome: AuditOutcome;
  AuditConnection: ResolverTypeWrapper<Omit<AuditConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['AuditEdge']>> }>;
  AuditEdge: ResolverTypeWrapper<Omit<AuditEdge, 'node'> & { node?: Maybe<ResolversTypes['AuditEntry']> }>;
  AuditEntry: ResolverTypeWrapper<AuditEntryModel>;
  OperationDecision: ResolverTypeWrapper<OperationDecisionModel>;
  AuditVerification: ResolverTypeWrapper<AuditVerification>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Bank: Bank | FederationReferenceTypes['Bank'];
  Account: Omit<Account, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversParentTypes['AuditEntry']>> } | FederationReferenceTypes['Account'];
  Payment: Omit<Payment, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversParentTypes['AuditEntry']>> } | FederationReferenceTypes['Payment'];
  AuditFilter: AuditFilter;
  AuditConnection: Omit<AuditConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversParentTypes['AuditEdge']>> };
  AuditEdge: Omit<AuditEdge, 'node'> & { node?: Maybe<ResolversParentTypes['AuditEntry']> };
  AuditEntry: AuditEntryModel;
  OperationDecision: OperationDecisionModel;
  AuditVerification: AuditVerification;
  Boolean: Scalars['Boolean']['output'];
  PageInfo: PageInfo;
  DateTime: Scalars['DateTime']['output'];
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
  auditTrail?: Resolver<Maybe<ResolversTypes['AuditConnection']>, ParentType, ContextType, RequireFields<QueryAuditTrailArgs, 'first'>>;
  verifyAudit?: Resolver<Maybe<ResolversTypes['AuditVerification']>, ParentType, ContextType>;
  decision?: Resolver<Maybe<ResolversTypes['OperationDecision']>, ParentType, ContextType, RequireFields<QueryDecisionArgs, 'id'>>;
};

export type BankResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Bank'] = ResolversParentTypes['Bank'], FederationReferenceType extends FederationReferenceTypes['Bank'] = FederationReferenceTypes['Bank']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Bank']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  auditEntryCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type AccountResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  auditTrail?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AuditEntry']>>, ParentType, ContextType, RequireFields<AccountAuditTrailArgs, 'first'>>;
};

export type PaymentResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  auditTrail?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AuditEntry']>>, ParentType, ContextType, RequireFields<PaymentAuditTrailArgs, 'first'>>;
};

export type AuditConnectionResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditConnection'] = ResolversParentTypes['AuditConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AuditEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
};

export type AuditEdgeResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditEdge'] = ResolversParentTypes['AuditEdge']> = {
  node?: Resolver<Maybe<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  sequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  recordedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decisionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operationHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  policyRevision?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['AuditOutcome']>, ParentType, ContextType>;
  deniedCoordinates?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  hash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  previousHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OperationDecisionResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['OperationDecision'] = ResolversParentTypes['OperationDecision'], FederationReferenceType extends FederationReferenceTypes['OperationDecision'] = FederationReferenceTypes['OperationDecision']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['OperationDecision']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  policyRevision?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['AuditOutcome']>, ParentType, ContextType>;
  deniedCoordinates?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type AuditVerificationResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditVerification'] = ResolversParentTypes['AuditVerification']> = {
  intact?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  entriesChecked?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  firstBrokenSequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  headHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  hasPreviousPage?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type Resolvers<ContextType = SubgraphContext<Loaders>> = {
  Query?: QueryResolvers<ContextType>;
  Bank?: BankResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditEdge?: AuditEdgeResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  OperationDecision?: OperationDecisionResolvers<ContextType>;
  AuditVerification?: AuditVerificationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
};

export type DirectiveResolvers<ContextType = SubgraphContext<Loaders>> = {
  semanticNonNull?: SemanticNonNullDirectiveResolver<any, any, ContextType>;
  reveals?: RevealsDirectiveResolver<any, any, ContextType>;
};
