/** Signs a bundle as the newest, and writes it: for `sign` and for `rollback`. */
import { readFile } from 'node:fs/promises';
import { UsageError } from '../exits.ts';

export interface SignOptions {
  readonly key: string;
  readonly output: string;
  readonly expires: string;
  /** A whole number, or auto: the time in seconds, and past that of what is in the output. */
  readonly serial?: string;
  /** The key's own unless told otherwise. */
  readonly scope?: string | undefined;
}

export interface SignedFile {
  readonly file: string;
  readonly subject: string;
  readonly kid: string;
  readonly scope: string;
  readonly serial: number;
  /** ISO 8601, in the whole seconds a signature has. */
  readonly expiresAt: string;
}

/** @throws {UsageError} when an option is none. */
export async function writeSigned(archive: Uint8Array, options: SignOptions): Promise<SignedFile> {
  const { loadSigner } = await import('../../workbench/signer-keys.ts');
  const { nextSerial, serialIn, signBundle } = await import('../../workbench/sign.ts');
  const { writeWhole } = await import('../../lib/write-whole.ts');
  const { key, output, expires, serial: given = 'auto' } = options;
  const signedAt = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const expiresAt = new Date(signedAt.getTime() + parseExpiresMs(expires));
  const before = await readFile(output).catch(() => undefined);
  const last = before && (await serialIn(before).catch(() => undefined));
  const serial = given === 'auto' ? nextSerial(signedAt, last) : parseSerial(given);
  const own = await loadSigner(key);
  const signer = { ...own, scope: options.scope ?? own.scope };
  const signed = await signBundle(archive, { signer, serial, signedAt, expiresAt });
  await writeWhole(output, signed, 0o644);
  const { subject, kid, scope } = signer;
  return { file: output, subject, kid, scope, serial, expiresAt: expiresAt.toISOString() };
}

function parseSerial(text: string): number {
  const serial = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(serial)) return serial;
  throw new UsageError(`--serial: got "${text}"; takes a whole number, or auto`);
}

const HOUR_MS = 3_600_000;
const EXPIRES_MS_MAX = 400 * 24 * HOUR_MS;

function parseExpiresMs(text: string): number {
  const [, amount, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  const ms = Number(amount) * (unit === 'd' ? 24 : 1) * HOUR_MS;
  if (ms > 0 && ms <= EXPIRES_MS_MAX) return ms;
  throw new UsageError(`--expires: got "${text}"; takes 1h to 400d, as 12h or 90d`);
}
