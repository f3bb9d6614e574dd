/** What each process of `payscope start` gets to see of the environment: what it reads, no more. */
import { join, resolve } from 'node:path';
import { GatewayEnvironment } from '../../gateway/config.ts';
import { certificateFiles } from '../../lib/certs/index.ts';
import { SubgraphConfigSchema } from '../../lib/subgraph/config.ts';
import { AuditConfigSchema } from '../../subgraphs/audit/config.ts';
import { FactsConfigSchema } from '../../subgraphs/facts/config.ts';
import type { Environment } from '../terminal.ts';

/** What Node and the system need, whoever runs. */
const SYSTEM_VARIABLES = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'NODE_ENV',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_V8_COVERAGE',
];

/** Of every process from its first moment; Apollo's libraries read theirs while they load. */
export function nodeEnvironment(outer: Environment, compileCacheDir: string): Environment {
  return {
    ...pick(outer, SYSTEM_VARIABLES),
    // Coverage of code that comes from a cache is wrong.
    ...(outer.NODE_V8_COVERAGE ? {} : { NODE_COMPILE_CACHE: compileCacheDir }),
    APOLLO_TELEMETRY_DISABLED: '1',
  };
}

export interface SubgraphWiring {
  /** With all that is to be said of TLS in it. */
  readonly appDatabaseUrl: string;
  readonly certsDir: string;
  readonly hopJwksFile: string;
  readonly cursorSecretFile: string;
  readonly checkpointKeyFile: string;
  readonly dataDir: string;
  /** Unless the outer environment names others. */
  readonly personalKeys: string;
  readonly webhookSecretFile: string;
  /** Two-letter codes. */
  readonly banks: readonly string[];
}

export function subgraphEnvironment(outer: Environment, wiring: SubgraphWiring): Environment {
  return {
    EVENT_BANKS: wiring.banks.join(','),
    WEBHOOK_SECRET_FILE: wiring.webhookSecretFile,
    // A subscriber to try it with runs on this machine.
    WEBHOOK_ADDRESSES: outer.NODE_ENV === 'production' ? 'public' : 'local',
    ...pick(outer, Object.keys(SubgraphConfigSchema.shape)),
    ...checkpointEnvironment(outer, wiring),
    ...pick(outer, Object.keys(FactsConfigSchema.shape)),
    APP_DATABASE_URL: wiring.appDatabaseUrl,
    DATABASE_CA_FILE: '',
    DATABASE_CERT_FILE: '',
    DATABASE_KEY_FILE: '',
    ...tlsEnvironment(wiring.certsDir, '{name}'),
    HOP_JWKS_FILE: wiring.hopJwksFile,
    CURSOR_SECRET_FILE: wiring.cursorSecretFile,
    PERSONAL_KEYS: outer.PERSONAL_KEYS || wiring.personalKeys,
    // Only the gateway is for others; HOST and PORT of the outer environment are its own.
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

/** Checkpoints are written wherever nothing else is said: a file beside the database is some proof. */
function checkpointEnvironment(
  outer: Environment,
  { dataDir, checkpointKeyFile, banks }: SubgraphWiring,
): Environment {
  const { AUDIT_CHECKPOINTS: given } = outer;
  const names = Object.keys(AuditConfigSchema.shape).filter(
    (name) => given?.startsWith(S3) || !name.startsWith('AWS_'),
  );
  return {
    AUDIT_BANKS: banks.join(','),
    AUDIT_CHECKPOINT_KEY_FILE: checkpointKeyFile,
    ...pick(outer, names),
    ...resolved(outer, ['AUDIT_CHECKPOINT_KEY_FILE', 'AUDIT_CHECKPOINT_TOKEN_FILE']),
    AUDIT_CHECKPOINTS: given ? resolvedUrl(given) : `${FILE}${join(dataDir, 'checkpoints')}`,
  };
}

export interface GatewayWiring {
  /** By subgraph name; empty when SUPERGRAPH_FILE names the URLs. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly hopKeyFile: string;
  /** Undefined where others' subgraphs are called. */
  readonly certsDir?: string;
  readonly dataDir: string;
  /** Where its policy is, unless the outer environment says so. */
  readonly policy: Environment;
}

export function gatewayEnvironment(outer: Environment, wiring: GatewayWiring): Environment {
  const urls = Object.entries(wiring.subgraphUrls);
  return {
    ...pick(outer, Object.keys(GatewayEnvironment.shape)),
    ...Object.fromEntries(urls.map(([name, url]) => [`${name.toUpperCase()}_URL`, url])),
    ...resolved(outer, FILES),
    ...wiring.policy,
    ...(wiring.certsDir === undefined ? {} : tlsEnvironment(wiring.certsDir, 'gateway')),
    ...decisionLog(outer, wiring.dataDir),
    HOP_KEY_FILE: wiring.hopKeyFile,
    DATA_DIR: wiring.dataDir,
  };
}

function tlsEnvironment(certsDir: string, service: string): Environment {
  const { certFile, keyFile, caFile } = certificateFiles(certsDir, service);
  return {
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
    TLS_CA_FILE: caFile,
    // As the certificates were made.
    TLS_IDENTITY: '',
  };
}

const FILES = [
  'SUPERGRAPH_FILE',
  'POLICY_BUNDLE_FILE',
  'POLICY_BUNDLE_URL_FILE',
  'POLICY_BUNDLE_TOKEN_FILE',
  'POLICY_KEYS_FILE',
  'POLICY_SHADOW_FILE',
  'DECISION_LOG_TOKEN_FILE',
  'TLS_CERT_FILE',
  'TLS_KEY_FILE',
  'TLS_CA_FILE',
];

const FILE = 'file:';
const S3 = 's3://';

/** A development gateway's decisions are there to be replayed; in production somebody says where. */
function decisionLog({ DECISION_LOG: given, NODE_ENV }: Environment, dataDir: string): Environment {
  if (given?.startsWith(FILE)) return { DECISION_LOG: resolvedUrl(given) };
  if (given || NODE_ENV === 'production') return {};
  return { DECISION_LOG: `${FILE}${join(dataDir, 'logs', 'decisions.jsonl')}` };
}

/** A `file:` with its whole path; others as they are. */
function resolvedUrl(url: string): string {
  if (!url.startsWith(FILE)) return url;
  return `${FILE}${resolve(url.slice(FILE.length).replace(/^\/\/(?=\/)/, ''))}`;
}

/** The processes run in the project's folder, wherever the command was given. */
function resolved(environment: Environment, names: readonly string[]): Environment {
  const given = Object.entries(pick(environment, names));
  return Object.fromEntries(given.map(([name, path]) => [name, path && resolve(path)]));
}

function pick(environment: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
