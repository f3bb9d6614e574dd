/** A service's certificate, key and authorities, read and checked before anything is served with them. */
import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import { ConfigError } from '../config/index.ts';
import { codeOf } from '../errors/index.ts';
import { type Followed, followFiles } from '../follow-file.ts';
import type { TlsFiles } from './config.ts';
import { CURE } from './explain.ts';
import { certificatesIn } from './pem.ts';

export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  /** When its certificate ends. */
  readonly validTo: Date;
}

/** @throws {ConfigError} naming the file and what is wrong with it. */
export async function readTls(files: TlsFiles, now = new Date()): Promise<TlsMaterial> {
  const [cert, key, ca] = await Promise.all([
    readPem(files.certFile),
    readPem(files.keyFile),
    readPem(files.caFile),
  ]);
  const [own] = atLeastOne(cert, files.certFile);
  if (own.ca) throw wrong(files.certFile, 'is of an authority, and takes one of a service');
  const validTo = new Date(own.validTo);
  if (validTo <= now) throw wrong(files.certFile, `expired on ${validTo.toISOString()}`);
  if (new Date(own.validFrom) > now) {
    throw wrong(files.certFile, `is good only from ${new Date(own.validFrom).toISOString()}`);
  }
  if (!own.checkPrivateKey(keyIn(key, files.keyFile))) {
    throw wrong(files.keyFile, `is not the key of ${files.certFile}`);
  }
  const stranger = atLeastOne(ca, files.caFile).find((each) => !each.ca);
  if (stranger)
    throw wrong(files.caFile, `holds a certificate of no authority: ${stranger.subject}`);
  return { cert, key, ca, validTo };
}

/** As the files have it at each moment; what can't be used is told, and the one before counts on. */
export function followTls(
  files: TlsFiles,
  options: {
    readonly onChange?: (material: TlsMaterial) => void;
    readonly onFailure: (cause: unknown) => void;
    readonly everyMs?: number;
  },
): Promise<Followed<TlsMaterial>> {
  const { certFile, keyFile, caFile } = files;
  return followFiles({
    ...options,
    files: [certFile, keyFile, caFile],
    read: () => readTls(files),
  });
}

/** Between services: TLS 1.3 and nothing older (RFC 8446). */
export function contextOf({ cert, key, ca }: TlsMaterial): SecureContextOptions {
  return { cert, key, ca, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' };
}

async function readPem(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    const why = codeOf(cause) ?? 'unknown';
    throw wrong(file, `can't be read (${why})`, cause);
  });
}

function atLeastOne(text: string, file: string): [X509Certificate, ...X509Certificate[]] {
  try {
    const [first, ...rest] = certificatesIn(text);
    if (first) return [first, ...rest];
  } catch (cause) {
    throw wrong(file, "holds a certificate that can't be read", cause);
  }
  throw wrong(file, 'holds no certificate (PEM)');
}

function keyIn(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw wrong(file, 'holds no private key (PEM)', cause);
  }
}

function wrong(file: string, what: string, cause?: unknown): ConfigError {
  return new ConfigError(`TLS: ${file} ${what}; ${CURE}`, { cause });
}
