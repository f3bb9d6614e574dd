/** The database: the one way to a connection, and what makes and checks it. */
export { analyzeDatabase } from './analyze.ts';
export { checkDatabase, type Finding, formatFindings, lintDatabase } from './check/index.ts';
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from './embedded/index.ts';
export {
  DatabaseError,
  type DatabaseFault,
  MigrationError,
  type MigrationFault,
} from './errors.ts';
export { type MigrateOptions, migrate } from './migrate.ts';
export { certificatesDir, startOwnServer } from './own-server.ts';
export {
  closeDatabase,
  connectDatabase,
  type Database,
  type DatabaseOptions,
  pingDatabase,
} from './pool.ts';
export { type PreparedDatabase, type PrepareOptions, prepareDatabase } from './prepare.ts';
export { APP_ROLE, ensureAppRole, ensureRoles, OWNER_ROLE, type RoleUrls } from './roles.ts';
export { type DatabaseTlsEnvironment, databaseTlsVariables, withDatabaseTls } from './tls-url.ts';
export { TransactionError, type TransactionFault } from './transaction-error.ts';
export {
  type ReadLimits,
  readTenant,
  type TenantTransaction,
  type TenantWork,
  type TransactionLimits,
  withTenant,
} from './with-tenant.ts';
