/** The part of the gateway's configuration that says where its policy comes from. */
import { z } from 'zod';
import { ConfigError } from '../lib/config/index.ts';

const url = z.url({ protocol: /^https?$/ });

export const bundleVariables = {
  POLICY_BUNDLE_FILE: z.string().optional().describe('a file with a signed policy bundle'),
  // Marked secret for the password or the query a URL may have.
  POLICY_BUNDLE_URL: url.optional().meta({
    secret: true,
    description: 'an http(s) URL of a signed policy bundle, as of any OPA bundle server',
  }),
  POLICY_BUNDLE_URL_FILE: z
    .string()
    .optional()
    .describe('a file with such a URL that expires, as of an object store; read at every look'),
  POLICY_BUNDLE_TOKEN_FILE: z
    .string()
    .optional()
    .describe('a file with the bearer token for POLICY_BUNDLE_URL; read at every look'),
  POLICY_POLL_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3_600)
    .default(2)
    .describe('0 to 3600: seconds between looks for a newer bundle; 0: only on SIGHUP'),
  POLICY_KEYS_FILE: z
    .string()
    .optional()
    .describe('a JWK Set of those who may sign policy; required unless POLICY=off'),
  POLICY_SCOPE: z
    .string()
    .default('payscope')
    .describe('the scope a bundle must be signed for, and its key be trusted for'),
  POLICY_SHADOW_FILE: z
    .string()
    .optional()
    .describe('a file with a signed policy bundle that decides along, and is never heard'),
  POLICY_SHADOW_URL: url.optional().meta({
    secret: true,
    description: 'an http(s) URL of such a bundle; POLICY_BUNDLE_TOKEN_FILE counts for it too',
  }),
};

type BundleVariables = z.output<z.ZodObject<typeof bundleVariables>>;

/** Where policy bundles come from, and whose count. */
export interface BundleConfig {
  /** Absent only with POLICY=off. */
  readonly source: BundleSourceConfig | undefined;
  /** Of a candidate to compare with; most have none. */
  readonly shadow: BundleSourceConfig | undefined;
  readonly pollMs: number;
  readonly keysFile: string;
  readonly scope: string;
}

export type BundleSourceConfig =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'url'; readonly url: URL; readonly tokenFile: string | undefined }
  | { readonly kind: 'signed_url'; readonly urlFile: string };

/** Exactly one of them says where bundles come from. */
const BUNDLE_SOURCES = [
  'POLICY_BUNDLE_FILE',
  'POLICY_BUNDLE_URL',
  'POLICY_BUNDLE_URL_FILE',
] as const;

/** @param policy off: no bundle is looked for. */
export function bundlesOf(env: BundleVariables, policy: 'on' | 'off'): BundleConfig {
  return {
    source: policy === 'off' ? undefined : bundleSourceOf(env),
    shadow: policy === 'off' ? undefined : shadowSourceOf(env),
    pollMs: env.POLICY_POLL_SECONDS * 1_000,
    keysFile: env.POLICY_KEYS_FILE ?? '',
    scope: env.POLICY_SCOPE,
  };
}

function bundleSourceOf(env: BundleVariables): BundleSourceConfig | undefined {
  if (env.POLICY_BUNDLE_FILE) return { kind: 'file', file: env.POLICY_BUNDLE_FILE };
  if (env.POLICY_BUNDLE_URL_FILE)
    return { kind: 'signed_url', urlFile: env.POLICY_BUNDLE_URL_FILE };
  if (!env.POLICY_BUNDLE_URL) return undefined;
  const tokenFile = env.POLICY_BUNDLE_TOKEN_FILE;
  return { kind: 'url', url: new URL(env.POLICY_BUNDLE_URL), tokenFile };
}

function shadowSourceOf(env: BundleVariables): BundleSourceConfig | undefined {
  if (env.POLICY_SHADOW_FILE) return { kind: 'file', file: env.POLICY_SHADOW_FILE };
  if (!env.POLICY_SHADOW_URL) return undefined;
  const tokenFile = env.POLICY_BUNDLE_TOKEN_FILE;
  return { kind: 'url', url: new URL(env.POLICY_SHADOW_URL), tokenFile };
}

/** @throws {ConfigError} when they don't say where the policy comes from, and whose counts. */
export function checkBundles(env: BundleVariables): void {
  if (env.POLICY_SHADOW_FILE && env.POLICY_SHADOW_URL) {
    throw new ConfigError('POLICY_SHADOW_FILE and POLICY_SHADOW_URL: both are set; takes one');
  }
  const given = BUNDLE_SOURCES.filter((name) => env[name]);
  if (given.length !== 1) {
    const got = given.length === 0 ? 'none is set' : `${given.join(' and ')} are set`;
    throw new ConfigError(
      `${BUNDLE_SOURCES.join(', ')}: ${got}; takes one (in development npm start sets it)`,
    );
  }
  if (!env.POLICY_KEYS_FILE) {
    const { description } = bundleVariables.POLICY_KEYS_FILE;
    throw new ConfigError(
      `POLICY_KEYS_FILE: is not set; takes ${description} (in development npm start sets it)`,
    );
  }
}
