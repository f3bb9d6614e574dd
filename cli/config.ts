/** What the command reads from the environment: part of the gateway's section, and the database. */
import { z } from 'zod';
import { GatewayEnvironment } from '../gateway/config.ts';
import { readConfig } from '../lib/config/index.ts';
import { databaseTlsVariables, withDatabaseTls } from '../lib/db/tls-url.ts';
import { personalKeysVariables } from '../lib/personal/config.ts';
import { webhookVariables } from '../subgraphs/facts/config.ts';
import type { Environment } from './terminal.ts';

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ }).optional();

/** The database of commands that make or fill one. */
export const databaseConfig = z.object({
  DATABASE_URL: databaseUrl.meta({
    secret: true,
    description:
      'postgres://user:password@host:port/database of the role that owns the tables; unset: a PostgreSQL of its own under DATA_DIR',
  }),
  APP_DATABASE_URL: databaseUrl.meta({
    secret: true,
    description: 'postgres://… of the role the subgraphs use; unset: payscope_app, made by itself',
  }),
  ...databaseTlsVariables,
});

export const cliConfig = GatewayEnvironment.pick({
  NODE_ENV: true,
  DATA_DIR: true,
  HOST: true,
  PORT: true,
  JWKS_URL: true,
  JWT_ISSUER: true,
  JWT_AUDIENCE: true,
  SUPERGRAPH_FILE: true,
  POLICY: true,
})
  .extend(databaseConfig.shape)
  .extend(personalKeysVariables)
  .extend(webhookVariables);

export type CliConfig = z.output<typeof cliConfig>;

/**
 * With all that is said of TLS in the databases' URLs.
 * @throws {ConfigError} naming variable, value and what it takes.
 */
export function readCliConfig(environment: Environment): CliConfig {
  const config = readConfig(cliConfig, environment);
  const { DATABASE_URL: owner, APP_DATABASE_URL: app } = config;
  return {
    ...config,
    ...(owner && { DATABASE_URL: withDatabaseTls('DATABASE_URL', owner, config) }),
    ...(app && { APP_DATABASE_URL: withDatabaseTls('APP_DATABASE_URL', app, config) }),
  };
}
