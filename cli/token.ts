/** Mints tokens of the development issuer. */
import { readFile } from 'node:fs/promises';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { bankIdOf, isClientId } from '../lib/ids.ts';
import type { SigningKey } from '../lib/keys.ts';
import { UsageError } from './exits.ts';

const ROLES_FILE = new URL('../policies/roles/data.json', import.meta.url);
const TTL = /^(\d{1,5})([smhd])$/;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const TTL_SECONDS_MAX = 30 * SECONDS.d;

export interface TokenIssuer {
  readonly signingKey: SigningKey;
  readonly issuer: string;
  readonly audience: string;
}

export interface Persona {
  readonly role: string;
  /** Two-letter code. */
  readonly bank: string;
  readonly ttlSeconds: number;
  /** Its `client_id`; none when left out. */
  readonly client?: string;
}

export interface MintedToken {
  readonly token: string;
  readonly subject: string;
  readonly bankId: string;
  readonly expiresAt: Date;
}

/** @example await mintToken(issuer, { role: 'ANALYST', bank: 'AB', ttlSeconds: 3600 }, new Date()) */
export async function mintToken(
  issuer: TokenIssuer,
  persona: Persona,
  now: Date,
): Promise<MintedToken> {
  const subject = `dev:${persona.role.toLowerCase()}@${persona.bank}`;
  const bankId = bankIdOf(persona.bank);
  const issuedAt = Math.floor(now.getTime() / 1000);
  const expiresAt = issuedAt + persona.ttlSeconds;
  const client = persona.client === undefined ? {} : { client_id: persona.client };
  const token = await new SignJWT({ role: persona.role, bank_id: bankId, ...client })
    .setProtectedHeader({ alg: 'EdDSA', kid: issuer.signingKey.kid, typ: 'JWT' })
    .setIssuer(issuer.issuer)
    .setAudience(issuer.audience)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .setJti(crypto.randomUUID())
    .sign(issuer.signingKey.key);
  return { token, subject, bankId, expiresAt: new Date(expiresAt * 1000) };
}

/** The roles the policy knows, in the order it lists them. */
export async function readRoles(): Promise<readonly string[]> {
  const roles = z.record(z.string(), z.unknown());
  return Object.keys(roles.parse(JSON.parse(await readFile(ROLES_FILE, 'utf8'))));
}

/** @throws {UsageError} that lists what there is. */
export function parseChoice(what: string, given: string, choices: readonly string[]): string {
  const found = choices.find((choice) => choice === given.toUpperCase());
  if (found !== undefined) return found;
  throw new UsageError(`unknown ${what} "${given}"; takes one of ${choices.join(', ')}`);
}

/** @throws {UsageError} when it is no duration, or longer than 30 days. */
export function parseTtlSeconds(text: string): number {
  const match = TTL.exec(text);
  const unit = match?.[2];
  const seconds =
    unit === 's' || unit === 'm' || unit === 'h' || unit === 'd'
      ? Number(match?.[1]) * SECONDS[unit]
      : 0;
  if (seconds >= 1 && seconds <= TTL_SECONDS_MAX) return seconds;
  throw new UsageError(`--ttl "${text}" is no duration; takes 1s to 30d, such as 90s, 15m, 1h, 7d`);
}

/** @throws {UsageError} when the gateway would refuse a token that names it. */
export function parseClient(text: string): string {
  if (isClientId(text)) return text;
  throw new UsageError(
    `--client "${text}" is no client; takes 1 to 128 of letters, digits and . : @ / _ -`,
  );
}
