/** The policy of the running gateway: from its source, verified, for the running supergraph. */
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../lib/log.ts';
import { createLastGood, followSource } from './bundle-source/index.ts';
import type { GatewayConfig } from './config.ts';
import type { RecordSink } from './decision-log/record.ts';
import {
  createPublish,
  createTeller,
  createVerifier,
  firstPolicy,
  sourceFor,
} from './delivery/index.ts';
import type { PolicyDesk, PolicyRefusal, ShadowStatus } from './explain/index.ts';
import { addBundleGauges, type GatewayMetrics } from './metrics.ts';
import {
  type Acceptance,
  type AcceptBundle,
  createDoor,
  createPolicyHolder,
  type KeptTables,
  loadPolicy,
  openPolicy,
  type Policy,
  type PolicyHolder,
  requirementsOf,
  type VerifiedBundle,
} from './policy/index.ts';

/** How looking at the source again ended. */
export type Reload = Acceptance | { readonly kind: 'unavailable'; readonly message: string };

export interface GatewayPolicies {
  /** The policy in force; a swap reaches the requests that begin after it. */
  readonly policies: PolicyHolder;
  /** A bundle for the running schema, loaded and checked; not verified, and not in force. */
  readonly loadBundle: (bundle: Uint8Array) => Promise<Policy>;
  /**
   * The only way into force, wherever an archive comes from: verified, loaded, swapped in, kept on
   * disk, counted and logged. Never rejects; of a refused one the last good one stays in force.
   *
   * @example
   *   const end = await accept(archive, { origin: 'publish' });
   *   if (end.kind === 'refused') return userError(end.reason, end.message);
   *   end.bundle.serial; end.bundle.signer.subject; end.swapped // false: it was in force already
   */
  readonly accept: AcceptBundle;
  /** What is in force, and by whose signature; undefined with POLICY=off. */
  readonly bundleInForce: () => VerifiedBundle | undefined;
  /** Looks at the source now, and hands over what is there even if it was refused before. */
  readonly reloadPolicy: () => Promise<Reload>;
  /** What those who read and publish policy are told. */
  readonly deskWith: (parts: DeskParts) => PolicyDesk;
  /** Looks no more. */
  readonly stopFollowing: () => void;
}

interface DeskParts {
  /** Where approvals are recorded. */
  readonly record: RecordSink;
  readonly shadow: () => ShadowStatus | undefined;
}

interface Parts {
  readonly supergraph: string;
  readonly apiSchema: GraphQLSchema;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
  readonly now?: () => Date;
  readonly tables?: KeptTables;
}

/** @throws {ConfigError} when there is no bundle to begin with, or none that can be used. */
export async function createPolicies(
  config: GatewayConfig,
  parts: Parts,
): Promise<GatewayPolicies> {
  const { metrics, log, now = () => new Date() } = parts;
  const load = loaderFor(parts);
  if (config.bundles.source === undefined) return withoutPolicy(load, log);
  const source = sourceFor(config.bundles.source);
  const lastGood = createLastGood(join(config.dataDir, 'policy'));
  const verify = createVerifier(config.bundles, now);
  const tell = createTeller(source, metrics, log);
  const first = await firstPolicy({ source, lastGood, verify, load, tell });
  const policies = createPolicyHolder(first.policy);
  let inForceSince = now();
  let lastRefusal: PolicyRefusal | undefined;
  const { accept, inForce } = createDoor({
    first: first.bundle,
    holder: policies,
    verify: (archive, last) => verify(archive, { last }),
    load,
    keep: (bundle) => lastGood.keep(bundle.archive, bundle).catch(tell.notKept),
    onEnd: (origin, end, cause) => {
      tell.ended(origin, end, cause);
      if (end.kind === 'refused') {
        lastRefusal = { at: now(), reason: end.reason, message: end.message };
      } else if (end.swapped) inForceSince = now();
    },
  });
  addBundleGauges(metrics.registry, inForce, now);
  const follower = followSource(source, {
    pollMs: config.bundles.pollMs,
    seen: first.isFromSource ? { tag: first.tag, sha256: first.bundle.sha256 } : undefined,
    onArchive: async (archive) => {
      const result = await accept(archive, { origin: source.origin });
      return { settled: result.kind === 'accepted', result };
    },
    onLook: tell.looked,
  });
  follower.start();
  return {
    policies,
    loadBundle: load,
    accept,
    bundleInForce: inForce,
    reloadPolicy: async () => {
      const look = await follower.lookNow();
      if (look.kind === 'handed_over') return look.result;
      const message = look.kind === 'failed' ? look.cause.message : 'the gateway is closing';
      return { kind: 'unavailable', message };
    },
    deskWith: ({ record, shadow }) => ({
      status: () => ({
        bundle: inForce(),
        source: source.describe(),
        inForceSince,
        lastRefusal,
        shadow: shadow(),
      }),
      publish: createPublish({ accept, source, record }),
    }),
    stopFollowing: follower.close,
  };
}

function loaderFor({
  supergraph,
  apiSchema,
  metrics,
  tables,
}: Parts): GatewayPolicies['loadBundle'] {
  return async (bundle) =>
    loadPolicy({
      bundle,
      schema: apiSchema,
      requirements: requirementsOf(supergraph),
      onFailure: (kind) => metrics.policyFailures.inc({ kind }),
      ...(tables ? { tables } : {}),
    });
}

function withoutPolicy(loadBundle: GatewayPolicies['loadBundle'], log: Log): GatewayPolicies {
  log.warn('POLICY=off: every field is answered to everyone');
  const refused = { kind: 'refused', reason: 'unusable', message: 'POLICY=off' } as const;
  return {
    policies: createPolicyHolder(openPolicy()),
    loadBundle,
    accept: async () => refused,
    bundleInForce: () => undefined,
    reloadPolicy: async () => refused,
    deskWith: () => ({ status: () => undefined, publish: async () => refused }),
    stopFollowing: () => undefined,
  };
}
