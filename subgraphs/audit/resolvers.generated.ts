// Generated from schema/audit.graphql by `npm run gen`; edit that instead.
import type { SubgraphContext } from '../../lib/subgraph/index.ts';
import type { Loaders } from './loaders/index.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AuditEntryModel, ElevationModel, AuditEventModel, OperationDecisionModel } from './models.ts';
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
  /** The newest checkpoint of the caller's bank, from where it is kept out of the database's reach. Null where none is kept yet. */
  readonly auditCheckpoint?: Maybe<AuditCheckpoint>;
  /** That the trail of the caller's bank only grew between two of its sizes. Null for sizes it never had. */
  readonly auditConsistencyProof?: Maybe<AuditConsistencyProof>;
  /** What was decided for one operation of the caller's bank, and why. Null for an id the bank's trail does not have. */
  readonly decision?: Maybe<OperationDecision>;
  /** Elevations of the caller's bank, newest first. */
  readonly elevations?: Maybe<ElevationConnection>;
  /** One elevation of the caller's bank. Null for an id the bank does not have. */
  readonly elevation?: Maybe<Elevation>;
  /** The caller's own elevations, newest first. */
  readonly myElevations?: Maybe<ElevationConnection>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryAuditTrailArgs = {
  filter?: InputMaybe<AuditFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryAuditConsistencyProofArgs = {
  olderSize: Scalars['Int']['input'];
  newerSize: Scalars['Int']['input'];
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryDecisionArgs = {
  id: Scalars['ID']['input'];
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryElevationsArgs = {
  status?: InputMaybe<ElevationStatus>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryElevationArgs = {
  id: Scalars['ID']['input'];
};


/** Read access to the caller's own bank. No operation ever crosses banks. */
export type QueryMyElevationsArgs = {
  status?: InputMaybe<ElevationStatus>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Changes in the caller's own bank. No operation ever crosses banks. */
export type Mutation = {
  /** Asks for a permission for a time. Another person of the bank has to approve it. */
  readonly requestElevation?: Maybe<RequestElevationPayload>;
  /** Gives what was asked for, from now on. It ends by itself. Approved twice, it is approved once. */
  readonly approveElevation?: Maybe<ApproveElevationPayload>;
  /** Ends an elevation of the bank, or turns a request down. */
  readonly revokeElevation?: Maybe<RevokeElevationPayload>;
  /** Ends an elevation of the caller's own, or takes a request back. */
  readonly giveBackElevation?: Maybe<GiveBackElevationPayload>;
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationRequestElevationArgs = {
  input: RequestElevationInput;
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationApproveElevationArgs = {
  input: ApproveElevationInput;
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationRevokeElevationArgs = {
  input: RevokeElevationInput;
};


/** Changes in the caller's own bank. No operation ever crosses banks. */
export type MutationGiveBackElevationArgs = {
  input: GiveBackElevationInput;
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
  /** Entries of operations that asked for this payment by id, and of its changes, newest first. */
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
  /** Only events of this category; plain operations are none. */
  readonly category?: InputMaybe<AuditCategory>;
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
  /** What it tells of besides an operation; null for a plain operation. */
  readonly event?: Maybe<AuditEvent>;
  /** What the operation asked for by id. */
  readonly entityIds?: Maybe<ReadonlyArray<Scalars['ID']['output']>>;
  /** Elevations that were in force when it was decided. */
  readonly elevationIds?: Maybe<ReadonlyArray<Scalars['ID']['output']>>;
  /** SHA-256 over the entry and the hash before it. */
  readonly hash?: Maybe<Scalars['String']['output']>;
  /** Hash of the entry before. */
  readonly previousHash?: Maybe<Scalars['String']['output']>;
  /** That it is among what a signed checkpoint is over. Null until there is such a checkpoint, seconds after it was recorded. */
  readonly inclusionProof?: Maybe<AuditInclusionProof>;
};

/**
 * That an entry is in the trail a checkpoint is of (RFC 6962 §2.1.1). The leaf is the entry as canonical
 * JSON (RFC 8785), as payscope audit export writes it.
 */
export type AuditInclusionProof = {
  /** Where the leaf is, from 0. */
  readonly leafIndex?: Maybe<Scalars['Int']['output']>;
  /** Leaves of the tree, as the checkpoint says. */
  readonly treeSize?: Maybe<Scalars['Int']['output']>;
  /** Hashes of the siblings on the way to the root, lowest first, in base64. */
  readonly hashes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Whose root they lead to. */
  readonly checkpoint?: Maybe<AuditCheckpoint>;
};

/** Size and root of a bank's trail at an instant, signed (https://c2sp.org/tlog-checkpoint). */
export type AuditCheckpoint = {
  /** Entries it is over. */
  readonly treeSize?: Maybe<Scalars['Int']['output']>;
  /** The signed note, to be checked with what payscope audit key prints. */
  readonly note?: Maybe<Scalars['String']['output']>;
};

/** That a trail is the beginning of a longer one (RFC 6962 §2.1.2). */
export type AuditConsistencyProof = {
  /** Entries there were before. */
  readonly olderSize?: Maybe<Scalars['Int']['output']>;
  /** Entries there were later. */
  readonly newerSize?: Maybe<Scalars['Int']['output']>;
  /** Hashes that lead to both roots, in base64. */
  readonly hashes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Something that happened and is kept in the chain like an operation. */
export type AuditEvent = {
  /** What it is about. */
  readonly category?: Maybe<AuditCategory>;
  /** What happened, as ELEVATION_APPROVED. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  /** More about it, in order of the names. */
  readonly details?: Maybe<ReadonlyArray<AuditEventDetail>>;
  /** What it changed, field by field, in order of the names; empty where it changed nothing. */
  readonly changes?: Maybe<ReadonlyArray<AuditChange>>;
};

/** A field before and after an event. */
export type AuditChange = {
  /** Name of the field. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Before; null where there was nothing. */
  readonly before?: Maybe<Scalars['String']['output']>;
  /** After; null where there is nothing. */
  readonly after?: Maybe<Scalars['String']['output']>;
  /** Whose personal data it is: both are sealed under this subject's key then, in base64. Null where it is nobody's. */
  readonly subjectId?: Maybe<Scalars['ID']['output']>;
};

/** One detail of an event. */
export type AuditEventDetail = {
  /** Its name. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Its value. */
  readonly value?: Maybe<Scalars['String']['output']>;
};

/** What an event is about. */
export type AuditCategory =
  /** Who reads what. */
  | 'ACCESS'
  /** Data that was changed. */
  | 'CHANGE'
  /** The policy itself. */
  | 'POLICY'
  /** Rights that were given or taken. */
  | 'SECURITY'
  /** How long data is kept. */
  | 'LIFECYCLE'
  /** The platform itself. */
  | 'SYSTEM';

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
  /** Elevations that were in force when it was decided. */
  readonly elevationIds?: Maybe<ReadonlyArray<Scalars['ID']['output']>>;
};

/** A permission that one person asks for and another gives, for minutes. */
export type Elevation = {
  /** Global id; the decisions made under it name it. */
  readonly id: Scalars['ID']['output'];
  /** Who asked for it. */
  readonly subject?: Maybe<Scalars['String']['output']>;
  /** In which role; it holds in no other. */
  readonly role?: Maybe<Scalars['String']['output']>;
  /** The permission. */
  readonly permission?: Maybe<Scalars['String']['output']>;
  /** What it is for. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** How long it lasts from its approval on. */
  readonly minutes?: Maybe<Scalars['Int']['output']>;
  /** Where it stands. */
  readonly status?: Maybe<ElevationStatus>;
  /** When it was asked for. */
  readonly requestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who gave it; null until somebody does. */
  readonly approvedBy?: Maybe<Scalars['String']['output']>;
  /** When it was given. */
  readonly approvedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ends by itself. */
  readonly endsAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who ended it before, or turned the request down. */
  readonly revokedBy?: Maybe<Scalars['String']['output']>;
  /** When. */
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Where an elevation stands. */
export type ElevationStatus =
  /** Asked for; another person may approve it. */
  | 'REQUESTED'
  /** In force. */
  | 'ACTIVE'
  /** It ended by itself. */
  | 'ENDED'
  /** Somebody ended it, or turned the request down. */
  | 'REVOKED'
  /** Nobody approved it in an hour. */
  | 'LAPSED';

/** A page of elevations. */
export type ElevationConnection = {
  /** The elevations with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<ElevationEdge>>;
  /** Where this page stands. */
  readonly pageInfo?: Maybe<PageInfo>;
};

/** An elevation in a page. */
export type ElevationEdge = {
  /** The elevation. */
  readonly node?: Maybe<Elevation>;
  /** Pass as after to continue behind it. */
  readonly cursor?: Maybe<Scalars['String']['output']>;
};

/** What is asked for. */
export type RequestElevationInput = {
  /** The permission; one of those the policy lets be given for a time. */
  readonly permission: Scalars['String']['input'];
  /** What it is for, 1 to 500 characters. It is kept in the audit trail. */
  readonly reason: Scalars['String']['input'];
  /** How long it shall last, 1 to 60 minutes. */
  readonly minutes: Scalars['Int']['input'];
};

/** The elevation to approve. */
export type ApproveElevationInput = {
  /** Its id. */
  readonly id: Scalars['ID']['input'];
};

/** The elevation to end. */
export type RevokeElevationInput = {
  /** Its id. */
  readonly id: Scalars['ID']['input'];
};

/** The caller's own elevation to end. */
export type GiveBackElevationInput = {
  /** Its id. */
  readonly id: Scalars['ID']['input'];
};

/** What became of a request. */
export type RequestElevationPayload = {
  /** The request; null with userErrors. */
  readonly elevation?: Maybe<Elevation>;
  /** Why nothing was asked for. */
  readonly userErrors?: Maybe<ReadonlyArray<ElevationError>>;
};

/** What became of an approval. */
export type ApproveElevationPayload = {
  /** The elevation in force; null with userErrors. */
  readonly elevation?: Maybe<Elevation>;
  /** Why it was not approved. */
  readonly userErrors?: Maybe<ReadonlyArray<ElevationError>>;
};

/** What became of a revocation. */
export type RevokeElevationPayload = {
  /** The elevation that is over; null with userErrors. */
  readonly elevation?: Maybe<Elevation>;
  /** Why it was not revoked. */
  readonly userErrors?: Maybe<ReadonlyArray<ElevationError>>;
};

/** What became of giving it back. */
export type GiveBackElevationPayload = {
  /** The elevation that is over; null with userErrors. */
  readonly elevation?: Maybe<Elevation>;
  /** Why it was not given back. */
  readonly userErrors?: Maybe<ReadonlyArray<ElevationError>>;
};

/** A business reason why nothing was changed. */
export type ElevationError = {
  /**
   * Stable code: INVALID_PERMISSION, INVALID_REASON, INVALID_MINUTES, TOO_MANY_REQUESTS,
   * UNKNOWN_ELEVATION, SAME_PERSON, REQUEST_LAPSED or ELEVATION_OVER.
   */
  readonly code: Scalars['String']['output'];
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
  /** Where in the arguments, as a dotted path: input.minutes. */
  readonly field?: Maybe<Scalars['String']['output']>;
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
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Bank: ResolverTypeWrapper<Bank>;
  Account: ResolverTypeWrapper<Omit<Account, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversTypes['AuditEntry']>> }>;
  Payment: ResolverTypeWrapper<Omit<Payment, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversTypes['AuditEntry']>> }>;
  AuditFilter: AuditFilter;
  AuditOutcome: AuditOutcome;
  AuditConnection: ResolverTypeWrapper<Omit<AuditConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['AuditEdge']>> }>;
  AuditEdge: ResolverTypeWrapper<Omit<AuditEdge, 'node'> & { node?: Maybe<ResolversTypes['AuditEntry']> }>;
  AuditEntry: ResolverTypeWrapper<AuditEntryModel>;
  AuditInclusionProof: ResolverTypeWrapper<AuditInclusionProof>;
  AuditCheckpoint: ResolverTypeWrapper<AuditCheckpoint>;
  AuditConsistencyProof: ResolverTypeWrapper<AuditConsistencyProof>;
  AuditEvent: ResolverTypeWrapper<AuditEventModel>;
  AuditChange: ResolverTypeWrapper<AuditChange>;
  AuditEventDetail: ResolverTypeWrapper<AuditEventDetail>;
  AuditCategory: AuditCategory;
  OperationDecision: ResolverTypeWrapper<OperationDecisionModel>;
  Elevation: ResolverTypeWrapper<ElevationModel>;
  ElevationStatus: ElevationStatus;
  ElevationConnection: ResolverTypeWrapper<Omit<ElevationConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversTypes['ElevationEdge']>> }>;
  ElevationEdge: ResolverTypeWrapper<Omit<ElevationEdge, 'node'> & { node?: Maybe<ResolversTypes['Elevation']> }>;
  RequestElevationInput: RequestElevationInput;
  ApproveElevationInput: ApproveElevationInput;
  RevokeElevationInput: RevokeElevationInput;
  GiveBackElevationInput: GiveBackElevationInput;
  RequestElevationPayload: ResolverTypeWrapper<Omit<RequestElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversTypes['Elevation']> }>;
  ApproveElevationPayload: ResolverTypeWrapper<Omit<ApproveElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversTypes['Elevation']> }>;
  RevokeElevationPayload: ResolverTypeWrapper<Omit<RevokeElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversTypes['Elevation']> }>;
  GiveBackElevationPayload: ResolverTypeWrapper<Omit<GiveBackElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversTypes['Elevation']> }>;
  ElevationError: ResolverTypeWrapper<ElevationError>;
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
  Mutation: Record<PropertyKey, never>;
  Bank: Bank | FederationReferenceTypes['Bank'];
  Account: Omit<Account, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversParentTypes['AuditEntry']>> } | FederationReferenceTypes['Account'];
  Payment: Omit<Payment, 'auditTrail'> & { auditTrail?: Maybe<ReadonlyArray<ResolversParentTypes['AuditEntry']>> } | FederationReferenceTypes['Payment'];
  AuditFilter: AuditFilter;
  AuditConnection: Omit<AuditConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversParentTypes['AuditEdge']>> };
  AuditEdge: Omit<AuditEdge, 'node'> & { node?: Maybe<ResolversParentTypes['AuditEntry']> };
  AuditEntry: AuditEntryModel;
  AuditInclusionProof: AuditInclusionProof;
  AuditCheckpoint: AuditCheckpoint;
  AuditConsistencyProof: AuditConsistencyProof;
  AuditEvent: AuditEventModel;
  AuditChange: AuditChange;
  AuditEventDetail: AuditEventDetail;
  OperationDecision: OperationDecisionModel;
  Elevation: ElevationModel;
  ElevationConnection: Omit<ElevationConnection, 'edges'> & { edges?: Maybe<ReadonlyArray<ResolversParentTypes['ElevationEdge']>> };
  ElevationEdge: Omit<ElevationEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Elevation']> };
  RequestElevationInput: RequestElevationInput;
  ApproveElevationInput: ApproveElevationInput;
  RevokeElevationInput: RevokeElevationInput;
  GiveBackElevationInput: GiveBackElevationInput;
  RequestElevationPayload: Omit<RequestElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversParentTypes['Elevation']> };
  ApproveElevationPayload: Omit<ApproveElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversParentTypes['Elevation']> };
  RevokeElevationPayload: Omit<RevokeElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversParentTypes['Elevation']> };
  GiveBackElevationPayload: Omit<GiveBackElevationPayload, 'elevation'> & { elevation?: Maybe<ResolversParentTypes['Elevation']> };
  ElevationError: ElevationError;
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
  auditCheckpoint?: Resolver<Maybe<ResolversTypes['AuditCheckpoint']>, ParentType, ContextType>;
  auditConsistencyProof?: Resolver<Maybe<ResolversTypes['AuditConsistencyProof']>, ParentType, ContextType, RequireFields<QueryAuditConsistencyProofArgs, 'olderSize' | 'newerSize'>>;
  decision?: Resolver<Maybe<ResolversTypes['OperationDecision']>, ParentType, ContextType, RequireFields<QueryDecisionArgs, 'id'>>;
  elevations?: Resolver<Maybe<ResolversTypes['ElevationConnection']>, ParentType, ContextType, RequireFields<QueryElevationsArgs, 'first'>>;
  elevation?: Resolver<Maybe<ResolversTypes['Elevation']>, ParentType, ContextType, RequireFields<QueryElevationArgs, 'id'>>;
  myElevations?: Resolver<Maybe<ResolversTypes['ElevationConnection']>, ParentType, ContextType, RequireFields<QueryMyElevationsArgs, 'first'>>;
};

export type MutationResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  requestElevation?: Resolver<Maybe<ResolversTypes['RequestElevationPayload']>, ParentType, ContextType, RequireFields<MutationRequestElevationArgs, 'input'>>;
  approveElevation?: Resolver<Maybe<ResolversTypes['ApproveElevationPayload']>, ParentType, ContextType, RequireFields<MutationApproveElevationArgs, 'input'>>;
  revokeElevation?: Resolver<Maybe<ResolversTypes['RevokeElevationPayload']>, ParentType, ContextType, RequireFields<MutationRevokeElevationArgs, 'input'>>;
  giveBackElevation?: Resolver<Maybe<ResolversTypes['GiveBackElevationPayload']>, ParentType, ContextType, RequireFields<MutationGiveBackElevationArgs, 'input'>>;
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
  event?: Resolver<Maybe<ResolversTypes['AuditEvent']>, ParentType, ContextType>;
  entityIds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ID']>>, ParentType, ContextType>;
  elevationIds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ID']>>, ParentType, ContextType>;
  hash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  previousHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  inclusionProof?: Resolver<Maybe<ResolversTypes['AuditInclusionProof']>, ParentType, ContextType>;
};

export type AuditInclusionProofResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditInclusionProof'] = ResolversParentTypes['AuditInclusionProof']> = {
  leafIndex?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  treeSize?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  hashes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  checkpoint?: Resolver<Maybe<ResolversTypes['AuditCheckpoint']>, ParentType, ContextType>;
};

export type AuditCheckpointResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditCheckpoint'] = ResolversParentTypes['AuditCheckpoint']> = {
  treeSize?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditConsistencyProofResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditConsistencyProof'] = ResolversParentTypes['AuditConsistencyProof']> = {
  olderSize?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  newerSize?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  hashes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type AuditEventResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditEvent'] = ResolversParentTypes['AuditEvent']> = {
  category?: Resolver<Maybe<ResolversTypes['AuditCategory']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  details?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AuditEventDetail']>>, ParentType, ContextType>;
  changes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AuditChange']>>, ParentType, ContextType>;
};

export type AuditChangeResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditChange'] = ResolversParentTypes['AuditChange']> = {
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subjectId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type AuditEventDetailResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['AuditEventDetail'] = ResolversParentTypes['AuditEventDetail']> = {
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  elevationIds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ID']>>, ParentType, ContextType>;
};

export type ElevationResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['Elevation'] = ResolversParentTypes['Elevation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  permission?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  minutes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['ElevationStatus']>, ParentType, ContextType>;
  requestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  approvedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  approvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ElevationConnectionResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ElevationConnection'] = ResolversParentTypes['ElevationConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ElevationEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
};

export type ElevationEdgeResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ElevationEdge'] = ResolversParentTypes['ElevationEdge']> = {
  node?: Resolver<Maybe<ResolversTypes['Elevation']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RequestElevationPayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['RequestElevationPayload'] = ResolversParentTypes['RequestElevationPayload']> = {
  elevation?: Resolver<Maybe<ResolversTypes['Elevation']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ElevationError']>>, ParentType, ContextType>;
};

export type ApproveElevationPayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ApproveElevationPayload'] = ResolversParentTypes['ApproveElevationPayload']> = {
  elevation?: Resolver<Maybe<ResolversTypes['Elevation']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ElevationError']>>, ParentType, ContextType>;
};

export type RevokeElevationPayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['RevokeElevationPayload'] = ResolversParentTypes['RevokeElevationPayload']> = {
  elevation?: Resolver<Maybe<ResolversTypes['Elevation']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ElevationError']>>, ParentType, ContextType>;
};

export type GiveBackElevationPayloadResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['GiveBackElevationPayload'] = ResolversParentTypes['GiveBackElevationPayload']> = {
  elevation?: Resolver<Maybe<ResolversTypes['Elevation']>, ParentType, ContextType>;
  userErrors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ElevationError']>>, ParentType, ContextType>;
};

export type ElevationErrorResolvers<ContextType = SubgraphContext<Loaders>, ParentType extends ResolversParentTypes['ElevationError'] = ResolversParentTypes['ElevationError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  Mutation?: MutationResolvers<ContextType>;
  Bank?: BankResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditEdge?: AuditEdgeResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditInclusionProof?: AuditInclusionProofResolvers<ContextType>;
  AuditCheckpoint?: AuditCheckpointResolvers<ContextType>;
  AuditConsistencyProof?: AuditConsistencyProofResolvers<ContextType>;
  AuditEvent?: AuditEventResolvers<ContextType>;
  AuditChange?: AuditChangeResolvers<ContextType>;
  AuditEventDetail?: AuditEventDetailResolvers<ContextType>;
  OperationDecision?: OperationDecisionResolvers<ContextType>;
  Elevation?: ElevationResolvers<ContextType>;
  ElevationConnection?: ElevationConnectionResolvers<ContextType>;
  ElevationEdge?: ElevationEdgeResolvers<ContextType>;
  RequestElevationPayload?: RequestElevationPayloadResolvers<ContextType>;
  ApproveElevationPayload?: ApproveElevationPayloadResolvers<ContextType>;
  RevokeElevationPayload?: RevokeElevationPayloadResolvers<ContextType>;
  GiveBackElevationPayload?: GiveBackElevationPayloadResolvers<ContextType>;
  ElevationError?: ElevationErrorResolvers<ContextType>;
  AuditVerification?: AuditVerificationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
};

export type DirectiveResolvers<ContextType = SubgraphContext<Loaders>> = {
  semanticNonNull?: SemanticNonNullDirectiveResolver<any, any, ContextType>;
  reveals?: RevealsDirectiveResolver<any, any, ContextType>;
};
