/** What a database URL says about TLS, in libpq's words, so that psql takes the same URL. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config/index.ts';
import { isLoopback } from '../tls/index.ts';

export interface DatabaseTls {
  readonly host: string;
  /** Undefined for the authorities that Node trusts. */
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}

/** Parameters of libpq we answer for; others that begin with `ssl` are refused, not ignored. */
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
type Parameter = (typeof PARAMETERS)[number];

/** libpq's sslrootcert=system. */
const SYSTEM = 'system';

/**
 * The URL without its TLS parameters, for the driver, and what they ask for: `verify-full` checks
 * authority and host, `disable` is plain; the words between encrypt towards anybody, and are refused.
 * @throws {ConfigError} naming the parameter.
 */
export function splitTls(url: string): { readonly url: string; readonly tls?: DatabaseTls } {
  const parsed = new URL(url);
  const given = new Map<string, string>();
  for (const [name, value] of [...parsed.searchParams]) {
    if (!/^ssl/i.test(name)) continue;
    if (!PARAMETERS.some((known) => known === name) || given.has(name)) {
      throw new ConfigError(
        `${name} in a database URL: takes ${PARAMETERS.join(', ')}, once each, and nothing else of ssl`,
      );
    }
    given.set(name, value);
    parsed.searchParams.delete(name);
  }
  const of = (name: Parameter) => given.get(name) || undefined;
  const mode = of('sslmode') ?? (given.size > 0 ? 'verify-full' : undefined);
  if (mode === undefined) return { url };
  if (mode === 'disable') {
    if (given.size > 1) throw new ConfigError('sslmode=disable: takes no certificates beside it');
    return { url: parsed.href };
  }
  if (mode !== 'verify-full') {
    throw new ConfigError(
      `sslmode=${mode} in a database URL: takes verify-full or disable (it would not check whom it ` +
        'talks to; verify-full takes the authority from sslrootcert or DATABASE_CA_FILE)',
    );
  }
  if ((of('sslcert') === undefined) !== (of('sslkey') === undefined)) {
    throw new ConfigError('sslcert and sslkey in a database URL: take one another');
  }
  if (parsed.hostname === '' || /[,%]/.test(parsed.hostname)) {
    throw new ConfigError('sslmode=verify-full in a database URL: takes one host, by TCP');
  }
  const root = of('sslrootcert');
  return {
    url: parsed.href,
    tls: {
      host: parsed.hostname.replace(/^\[|\]$/g, ''),
      caFile: root === SYSTEM ? undefined : root,
      certFile: of('sslcert'),
      keyFile: of('sslkey'),
    },
  };
}

/** Files for a URL that names none itself. */
export const databaseTlsVariables = {
  DATABASE_CA_FILE: z
    .string()
    .optional()
    .describe(
      "a PEM file with the authority of the database's certificate; with it, a database that has no such certificate for its host is not used",
    ),
  DATABASE_CERT_FILE: z
    .string()
    .optional()
    .describe('a PEM file with a certificate to show to the database, where it asks for one'),
  DATABASE_KEY_FILE: z
    .string()
    .optional()
    .describe('a PEM file with the key of DATABASE_CERT_FILE'),
};

export interface DatabaseTlsEnvironment {
  readonly DATABASE_CA_FILE?: string | undefined;
  readonly DATABASE_CERT_FILE?: string | undefined;
  readonly DATABASE_KEY_FILE?: string | undefined;
  readonly NODE_ENV?: string | undefined;
}

/**
 * The URL that says all: with the files of the environment in it. In production a database beyond this
 * machine is reached over TLS, or its URL says `sslmode=disable`.
 * @throws {ConfigError} naming the variable, and never the URL, which has a password in it.
 */
export function withDatabaseTls(
  variable: string,
  url: string,
  env: DatabaseTlsEnvironment,
): string {
  const files = {
    sslrootcert: env.DATABASE_CA_FILE,
    sslcert: env.DATABASE_CERT_FILE,
    sslkey: env.DATABASE_KEY_FILE,
  };
  const parsed = new URL(url);
  for (const [name, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const path = resolve(file);
    const said = parsed.searchParams.get(name);
    if (said !== null && resolve(said) !== path) {
      throw new ConfigError(
        `${variable}: its ${name} is another file than the variable for it has`,
      );
    }
    parsed.searchParams.set(name, path);
  }
  if (
    Object.values(files).some((file) => file !== undefined) &&
    !parsed.searchParams.has('sslmode')
  ) {
    parsed.searchParams.set('sslmode', 'verify-full');
  }
  try {
    const { tls } = splitTls(parsed.href);
    const isPlain = !tls && parsed.searchParams.get('sslmode') !== 'disable';
    if (isPlain && env.NODE_ENV === 'production' && !isLoopback(parsed.hostname)) {
      throw new ConfigError(
        'is plain, and goes over a network; set DATABASE_CA_FILE to the authority of its ' +
          'certificate, or add sslmode=disable where the network itself encrypts',
      );
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${variable}: ${error.message}`, { cause: error });
  }
  return parsed.href;
}
