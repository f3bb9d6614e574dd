/** TLS to PostgreSQL, as the files have it at each new connection. */
import { readFileSync } from 'node:fs';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  type SecureContext,
} from 'node:tls';
import { codeOf } from '../errors/index.ts';
import { DatabaseError } from './errors.ts';
import type { DatabaseTls } from './tls-url.ts';

/**
 * For the driver, which spreads them for each connection and thereby reads the files anew: a renewed
 * certificate needs no restart. Files cut off for a moment leave the ones before in force.
 * @throws {DatabaseError} naming the file that can't be used, the first time.
 */
export function tlsOptions(tls: DatabaseTls): ConnectionOptions {
  let before = contextOf(tls);
  return {
    get secureContext(): SecureContext {
      try {
        before = contextOf(tls, before);
      } catch {
        // The server's refusal, if it comes to that, says why.
      }
      return before.context;
    },
    // The driver hands over a connected socket, of which Node would check against "localhost".
    host: tls.host,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    checkServerIdentity,
  };
}

interface Held {
  readonly text: string;
  readonly context: SecureContext;
}

function contextOf({ caFile, certFile, keyFile }: DatabaseTls, before?: Held): Held {
  const [ca, cert, key] = [caFile, certFile, keyFile].map(read);
  const text = [ca, cert, key].join('\n');
  if (before?.text === text) return before;
  if (caFile !== undefined && !ca?.includes('-----BEGIN CERTIFICATE-----')) {
    throw new DatabaseError('TLS', `${caFile} holds no certificate (PEM) of an authority`);
  }
  try {
    // PostgreSQL before 18 may be behind proxies that know no 1.3.
    const context = createSecureContext({
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    });
    return { text, context };
  } catch (cause) {
    const files = [caFile, certFile, keyFile].filter((file) => file !== undefined).join(', ');
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError('TLS', `${files} can't be used together: ${why}`, { cause });
  }
}

function read(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = codeOf(cause) ?? 'unknown';
    throw new DatabaseError('TLS', `${file} can't be read (${why})`, { cause });
  }
}
