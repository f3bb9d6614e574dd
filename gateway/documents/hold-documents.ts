/** The manifests in force, and how newer ones take their place. */
import { existsSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { ConfigError } from '../../lib/config/index.ts';
import type { Log } from '../../lib/log.ts';
import { OperationsError } from './read-operations.ts';
import {
  loadRegisteredDocuments,
  NO_DOCUMENTS,
  type RegisteredDocuments,
} from './registered-documents.ts';

export interface DocumentsHolder {
  readonly current: () => RegisteredDocuments;
  /** Reads the manifests again; what is wrong with one leaves the last good ones in force. */
  readonly reload: () => Promise<void>;
}

/**
 * @param folder undefined where clients register nothing.
 * @throws {ConfigError} naming each manifest and operation that can't be used.
 */
export async function holdDocuments(
  folder: string | undefined,
  { apiSchema, log }: { readonly apiSchema: GraphQLSchema; readonly log: Log },
): Promise<DocumentsHolder> {
  const load = async (): Promise<RegisteredDocuments> =>
    folder === undefined ? NO_DOCUMENTS : loadRegisteredDocuments(folder, apiSchema);
  if (folder !== undefined && !existsSync(folder)) {
    throw new ConfigError(`OPERATIONS_DIR: got "${folder}", which is no folder`);
  }
  let current = await load().catch((cause: unknown) => {
    if (!(cause instanceof OperationsError)) throw cause;
    const message = `OPERATIONS_DIR: "${folder}" can't be used:\n${cause.message}`;
    throw new ConfigError(message, { cause });
  });
  return {
    current: () => current,
    reload: async () => {
      try {
        current = await load();
        log.info('registered operations read again');
      } catch (err) {
        log.error({ err }, 'registered operations refused; the last ones stay');
      }
    },
  };
}
