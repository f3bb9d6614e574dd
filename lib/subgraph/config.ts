/** The configuration of a subgraph process. */
import { z } from 'zod';
import { databaseTlsVariables } from '../db/tls-url.ts';
import { tlsVariables } from '../tls/index.ts';

const POOL_MAX_DEFAULT = 6;
const PORT_MAX = 65_535;

export const SubgraphConfigSchema = z.object({
  APP_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('a postgres:// URL of the application role')
    .meta({ secret: true }),
  ...databaseTlsVariables,
  HOP_JWKS_FILE: z.string().describe('the path of the JWK Set that verifies hop tokens'),
  CURSOR_SECRET_FILE: z.string().describe('the path of the secret that signs cursors'),
  HOST: z.string().default('127.0.0.1').describe('the address to listen on'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(PORT_MAX)
    .default(0)
    .describe('a port, 0 to 65535; 0 lets the system choose'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent'),
  NODE_ENV: z
    .string()
    .optional()
    .describe('production, where a database beyond this machine is reached over TLS; or else'),
  ...tlsVariables,
  DB_POOL_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(POOL_MAX_DEFAULT)
    .describe('connections to the database, 1 to 50'),
});

export type SubgraphConfig = z.output<typeof SubgraphConfigSchema>;
