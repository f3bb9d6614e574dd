/** What stops the database from being used, told so that the reader knows what to do next. */

/** Which rule the migrations on disk break against those applied. */
export type MigrationFault = 'changed' | 'missing' | 'out-of-order' | 'misnamed' | 'failed';

/** The migrations on disk and those applied do not agree, or one failed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly fault: MigrationFault;
  readonly file: string;

  constructor(fault: MigrationFault, file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
    this.file = file;
  }
}

/** Why no database could be made ready. */
export type DatabaseFault =
  | 'UNSUPPORTED_PLATFORM'
  | 'OTHER_VERSION'
  | 'LOCKED'
  | 'NOT_STARTED'
  | 'NO_ACCESS_AS_ROOT'
  | 'UNREACHABLE'
  | 'TLS'
  | 'ROLE_MISSING'
  | 'UNSAFE';

/** The database cannot be used; the message says why and what helps. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly fault: DatabaseFault;

  constructor(fault: DatabaseFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
