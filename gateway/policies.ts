/** The policy of the running gateway: from the bundle file, for the running supergraph. */
import { readFile } from 'node:fs/promises';
import type { GraphQLSchema } from 'graphql';
import { ConfigError } from '../lib/config/index.ts';
import type { Log } from '../lib/log.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayMetrics } from './metrics.ts';
import {
  BundleError,
  createPolicyHolder,
  loadPolicy,
  openPolicy,
  type Policy,
  type PolicyHolder,
  requirementsOf,
  type SwapOutcome,
} from './policy/index.ts';

export interface GatewayPolicies {
  /** The policy in force; a swap reaches the requests that begin after it. */
  readonly policies: PolicyHolder;
  /** A bundle for the running schema, loaded and checked, not yet in force. */
  readonly loadBundle: (bundle: Uint8Array) => Promise<Policy>;
  /** Reads the bundle file again; one that can't be used leaves the last good policy in force. */
  readonly reloadPolicy: () => Promise<SwapOutcome>;
}

interface Parts {
  readonly supergraph: string;
  readonly apiSchema: GraphQLSchema;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

/** @throws {ConfigError} when there is no bundle to begin with, or none that can be used. */
export async function createPolicies(
  config: GatewayConfig,
  { supergraph, apiSchema, metrics, log }: Parts,
): Promise<GatewayPolicies> {
  const loadBundle = async (bundle: Uint8Array): Promise<Policy> =>
    loadPolicy({
      bundle,
      schema: apiSchema,
      requirements: requirementsOf(supergraph),
      onFailure: (kind) => metrics.policyFailures.inc({ kind }),
    });
  const policies = createPolicyHolder(
    config.policy === 'off' ? openPolicy() : await firstPolicy(config, loadBundle),
    (outcome, cause) => {
      metrics.policySwaps.inc({ outcome });
      if (outcome === 'refused') log.error({ err: cause }, 'policy refused; the last one stays');
    },
  );
  if (config.policy === 'off') log.warn('POLICY=off: every field is answered to everyone');
  return {
    policies,
    loadBundle,
    reloadPolicy: () => policies.replace(async () => loadBundle(await readBundleFile(config))),
  };
}

/** At the start there is no last good policy to stay with. */
async function firstPolicy(
  config: GatewayConfig,
  load: GatewayPolicies['loadBundle'],
): Promise<Policy> {
  return load(await readBundleFile(config)).catch((cause: unknown) => {
    if (!(cause instanceof BundleError)) throw cause;
    const file = config.policyBundleFile;
    const message = `POLICY_BUNDLE_FILE: "${file}" can't be used: ${cause.message}`;
    throw new ConfigError(message, { cause });
  });
}

function readBundleFile({ policyBundleFile }: GatewayConfig): Promise<Uint8Array> {
  return readFile(policyBundleFile).catch((cause: unknown) => {
    throw new ConfigError(`POLICY_BUNDLE_FILE: "${policyBundleFile}" can't be read`, { cause });
  });
}
