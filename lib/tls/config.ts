/** Between services: which files TLS takes, the same variables for the gateway and for subgraphs. */
import { z } from 'zod';
import { ConfigError } from '../config/index.ts';

export const tlsVariables = {
  TLS_CERT_FILE: z
    .string()
    .optional()
    .describe(
      "a PEM file with this service's certificate; {name} stands for the subgraph's name; unset: plain HTTP between gateway and subgraphs",
    ),
  TLS_KEY_FILE: z.string().optional().describe('a PEM file with the key of TLS_CERT_FILE'),
  TLS_CA_FILE: z
    .string()
    .optional()
    .describe("a PEM file with the authorities that sign the services' certificates"),
  TLS_IDENTITY: z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*:\/\/.*\{name\}.*$/)
    .optional()
    .describe(
      'the URI that a certificate names its service by, with {name} for the service; unset: spiffe://payscope/{name}',
    ),
};

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
}

/** Of one service: its files, and how it knows others. */
export interface TlsConfig extends TlsFiles {
  /** The URI in the certificate of a service. */
  readonly identityOf: (service: string) => string;
}

export interface TlsEnvironment {
  readonly TLS_CERT_FILE?: string | undefined;
  readonly TLS_KEY_FILE?: string | undefined;
  readonly TLS_CA_FILE?: string | undefined;
  readonly TLS_IDENTITY?: string | undefined;
}

const FILES = ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'TLS_CA_FILE'] as const;
const IDENTITY = 'spiffe://payscope/{name}';

/**
 * @returns undefined where none of the files is named.
 * @throws {ConfigError} where some of them are.
 */
export function tlsConfigOf(env: TlsEnvironment, service: string): TlsConfig | undefined {
  const missing = FILES.filter((name) => env[name] === undefined);
  if (missing.length === FILES.length) return undefined;
  const [certFile, keyFile, caFile] = FILES.map((name) => env[name]?.replaceAll('{name}', service));
  if (certFile === undefined || keyFile === undefined || caFile === undefined) {
    throw new ConfigError(
      missing
        .map(
          (name) =>
            `${name}: is not set; takes ${tlsVariables[name].description} (all three of ${FILES.join(', ')}, or none)`,
        )
        .join('\n'),
    );
  }
  const identity = env.TLS_IDENTITY ?? IDENTITY;
  return {
    certFile,
    keyFile,
    caFile,
    identityOf: (name) => identity.replaceAll('{name}', name),
  };
}
