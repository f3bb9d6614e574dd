/** The gateway's section of the configuration. */
import { z } from 'zod';
import { ConfigError, type Environment, readConfig } from '../lib/config/index.ts';
import { type TlsConfig, tlsVariables } from '../lib/tls/index.ts';
import { type BundleConfig, bundlesOf, bundleVariables, checkBundles } from './bundle-config.ts';
import { checkTls } from './tls-config.ts';

const port = z.coerce.number().int().min(0).max(65535);
const url = z.url({ protocol: /^https?$/ });

export const GatewayEnvironment = z.object({
  PORT: port.default(4000).describe('a port from 0 to 65535; 0 lets the system choose'),
  HOST: z.string().default('127.0.0.1').describe('the address to listen on'),
  NODE_ENV: z.string().default('development').describe('production, or anything else'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('trace, debug, info, warn, error, fatal or silent'),
  DATA_DIR: z.string().default('.data').describe('a folder for keys and the database'),
  JWKS_URL: url.optional().describe('an http(s) URL of a JWK Set; unset: the development issuer'),
  JWT_ISSUER: z.string().optional().describe('the iss a token must have; required with JWKS_URL'),
  JWT_AUDIENCE: z.string().default('payscope-gateway').describe('the aud a token must have'),
  FACTS_URL: url.optional().describe('an http(s) URL of the facts subgraph'),
  METRICS_URL: url.optional().describe('an http(s) URL of the metrics subgraph'),
  GRAPH_URL: url.optional().describe('an http(s) URL of the graph subgraph'),
  AUDIT_URL: url.optional().describe('an http(s) URL of the audit subgraph'),
  HOP_KEY_FILE: z.string().optional().describe("a file with the gateway's private JWK"),
  ...tlsVariables,
  SUPERGRAPH_FILE: z.string().optional().describe('a Federation 2 supergraph SDL file'),
  POLICY: z.enum(['on', 'off']).default('on').describe('on or off (off only with SUPERGRAPH_FILE)'),
  ...bundleVariables,
  OPERATIONS_DIR: z
    .string()
    .optional()
    .describe(
      "a folder of clients' manifests of operations; unset: schema/operations, or none with SUPERGRAPH_FILE",
    ),
  DECISION_LOG: z
    .string()
    .regex(/^(off|stdout|file:.+|https?:\/\/[^\s?#@]+)$/)
    .default('off')
    .describe(
      "off, stdout, file:PATH, or the http(s) URL of a server that takes OPA's decision logs at /logs",
    ),
  DECISION_LOG_TOKEN_FILE: z
    .string()
    .optional()
    .describe('a file with the bearer token for the server of DECISION_LOG'),
  DECISION_LOG_BUFFER_BYTES: z.coerce
    .number()
    .int()
    .min(65_536)
    .max(1_073_741_824)
    .default(16_777_216)
    .describe(
      'bytes from 65536 to 1073741824: decisions that wait to be written; more are dropped',
    ),
  DECISION_LOG_ROTATE_BYTES: z.coerce
    .number()
    .int()
    .min(65_536)
    .max(1_099_511_627_776)
    .default(268_435_456)
    .describe('bytes from 65536: the size from which on the file of DECISION_LOG is put aside'),
  MASK_KEY_FILE: z
    .string()
    .optional()
    .describe('a file with the secret of hash masks, the same for all gateways; unset: its own'),
  DENIED_FIELDS: z
    .enum(['partial', 'reject', 'filter'])
    .default('partial')
    .describe('partial, reject or filter: what becomes of denied fields'),
  REQUEST_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(300_000)
    .default(15_000)
    .describe('milliseconds from 100 to 300000: how long an operation may take in all'),
  BODY_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(16_777_216)
    .default(524_288)
    .describe('bytes from 1024 to 16777216: the largest request body read'),
  IN_FLIGHT_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(512)
    .describe('1 to 100000: requests worked on at once; more are refused as OVERLOADED'),
  RATE_PER_SECOND: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(500)
    .describe('0 to 1000000: requests a second of one subject; 0 turns the limit off'),
});

const OPERATIONS_DIR = 'schema/operations';

export const DEVELOPMENT_ISSUER = 'urn:payscope:development-issuer';

export interface GatewayConfig {
  readonly port: number;
  readonly host: string;
  readonly logLevel: string;
  readonly dataDir: string;
  readonly identity: {
    readonly jwksUrl: URL | undefined;
    readonly issuer: string;
    readonly audience: string;
  };
  /** Base URLs by subgraph; empty where the supergraph's own URLs count. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  readonly auditUrl: string | undefined;
  readonly hopKeyFile: string | undefined;
  /** Undefined for plain HTTP to the subgraphs. */
  readonly tls: TlsConfig | undefined;
  /** Whether nothing may go over a network in the clear. */
  readonly isProduction: boolean;
  readonly supergraphFile: string | undefined;
  readonly policy: 'on' | 'off';
  readonly bundles: BundleConfig;
  /** Undefined where clients have registered nothing. */
  readonly operationsDir: string | undefined;
  readonly decisionLog: {
    /** As DECISION_LOG says it. */
    readonly destination: string;
    readonly tokenFile: string | undefined;
    readonly bufferBytes: number;
    readonly rotateBytes: number;
  };
  /** Undefined for one of its own, under dataDir. */
  readonly maskKeyFile: string | undefined;
  readonly deniedMode: 'partial' | 'reject' | 'filter';
  readonly requestTimeoutMs: number;
  readonly bodyBytesMax: number;
  readonly inFlightMax: number;
  readonly ratePerSecond: number;
}

/** @throws {ConfigError} naming variable, value and what it takes. */
export function readGatewayConfig(environment?: Environment): GatewayConfig {
  const env = readConfig(GatewayEnvironment, environment);
  checkTogether(env);
  if (env.POLICY === 'on') checkBundles(env);
  const named = Object.entries({
    facts: env.FACTS_URL,
    metrics: env.METRICS_URL,
    graph: env.GRAPH_URL,
    audit: env.AUDIT_URL,
  });
  return {
    port: env.PORT,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
    dataDir: env.DATA_DIR,
    identity: {
      jwksUrl: env.JWKS_URL === undefined ? undefined : new URL(env.JWKS_URL),
      issuer: env.JWT_ISSUER ?? DEVELOPMENT_ISSUER,
      audience: env.JWT_AUDIENCE,
    },
    subgraphUrls: new Map(
      named.flatMap(([name, base]) => (base && !env.SUPERGRAPH_FILE ? [[name, base]] : [])),
    ),
    auditUrl: env.AUDIT_URL,
    hopKeyFile: env.HOP_KEY_FILE,
    tls: checkTls(env, ownSubgraphs(env)),
    isProduction: env.NODE_ENV === 'production',
    supergraphFile: env.SUPERGRAPH_FILE,
    policy: env.POLICY,
    bundles: bundlesOf(env, env.POLICY),
    operationsDir: env.OPERATIONS_DIR ?? (env.SUPERGRAPH_FILE ? undefined : OPERATIONS_DIR),
    decisionLog: {
      destination: env.DECISION_LOG,
      tokenFile: env.DECISION_LOG_TOKEN_FILE,
      bufferBytes: env.DECISION_LOG_BUFFER_BYTES,
      rotateBytes: env.DECISION_LOG_ROTATE_BYTES,
    },
    maskKeyFile: env.MASK_KEY_FILE,
    deniedMode: env.DENIED_FIELDS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    bodyBytesMax: env.BODY_BYTES_MAX,
    inFlightMax: env.IN_FLIGHT_MAX,
    ratePerSecond: env.RATE_PER_SECOND,
  };
}

type GatewayVariables = z.output<typeof GatewayEnvironment>;

/** Those of a foreign supergraph are reached by the URLs in it; the trail is ours there too. */
function ownSubgraphs(env: GatewayVariables) {
  const variables = env.SUPERGRAPH_FILE
    ? (['AUDIT_URL'] as const)
    : (['FACTS_URL', 'METRICS_URL', 'GRAPH_URL', 'AUDIT_URL'] as const);
  return variables.flatMap((variable) => {
    const url = env[variable];
    return url === undefined ? [] : [{ variable, url }];
  });
}

function checkTogether(env: GatewayVariables): void {
  if (env.POLICY === 'off' && !env.SUPERGRAPH_FILE) {
    throw new ConfigError('POLICY: got "off"; takes off only together with SUPERGRAPH_FILE');
  }
  if (env.JWKS_URL && !env.JWT_ISSUER) {
    throw new ConfigError('JWT_ISSUER: is not set; takes the iss of the tokens JWKS_URL verifies');
  }
  if (env.NODE_ENV === 'production' && env.POLICY === 'on' && !env.JWKS_URL) {
    throw new ConfigError(
      'JWKS_URL: is not set; takes the URL of your JWK Set (no development issuer in production)',
    );
  }
  if (env.SUPERGRAPH_FILE) return;
  for (const name of [
    'FACTS_URL',
    'METRICS_URL',
    'GRAPH_URL',
    'AUDIT_URL',
    'HOP_KEY_FILE',
  ] as const) {
    if (!env[name]) {
      throw new ConfigError(
        `${name}: is not set; takes ${GatewayEnvironment.shape[name].description} (npm start sets it)`,
      );
    }
  }
}
