/** What the command reads from the environment: part of the gateway's section, and the database. */
import { z } from 'zod';
import { GatewayEnvironment } from '../gateway/config.ts';

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
}).extend(databaseConfig.shape);

export type CliConfig = z.output<typeof cliConfig>;
