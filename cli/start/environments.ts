/** What each process of `payscope start` gets to see of the environment: what it reads, no more. */
import { resolve } from 'node:path';
import { GatewayEnvironment } from '../../gateway/config.ts';
import { SubgraphConfigSchema } from '../../lib/subgraph/config.ts';
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
  readonly appDatabaseUrl: string;
  readonly hopJwksFile: string;
  readonly cursorSecretFile: string;
}

export function subgraphEnvironment(outer: Environment, wiring: SubgraphWiring): Environment {
  return {
    ...pick(outer, Object.keys(SubgraphConfigSchema.shape)),
    APP_DATABASE_URL: wiring.appDatabaseUrl,
    HOP_JWKS_FILE: wiring.hopJwksFile,
    CURSOR_SECRET_FILE: wiring.cursorSecretFile,
    // Only the gateway is for others; HOST and PORT of the outer environment are its own.
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

export interface GatewayWiring {
  /** By subgraph name; empty when SUPERGRAPH_FILE names the URLs. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly hopKeyFile: string;
  readonly dataDir: string;
}

export function gatewayEnvironment(outer: Environment, wiring: GatewayWiring): Environment {
  const urls = Object.entries(wiring.subgraphUrls);
  return {
    ...pick(outer, Object.keys(GatewayEnvironment.shape)),
    ...Object.fromEntries(urls.map(([name, url]) => [`${name.toUpperCase()}_URL`, url])),
    ...resolved(outer, ['SUPERGRAPH_FILE', 'POLICY_BUNDLE_FILE']),
    HOP_KEY_FILE: wiring.hopKeyFile,
    DATA_DIR: wiring.dataDir,
  };
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
