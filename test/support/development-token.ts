/** Tokens of the development issuer, as the gateway of a test takes them. */
import { SignJWT } from 'jose';
import { DEVELOPMENT_ISSUER } from '../../gateway/config.ts';
import type { BankId } from '../../lib/ids.ts';
import type { SigningKey } from '../../lib/keys.ts';

export interface Holder {
  readonly subject: string;
  readonly role: string;
  readonly bankId: BankId;
  /** None, where it is left out. */
  readonly client?: string | undefined;
}

/** @example await developmentToken(signing, { subject: 'test', role: 'ANALYST', bankId: bankIdOf('AB') }) */
export function developmentToken(
  { key, kid }: SigningKey,
  { subject, role, bankId, client }: Holder,
  expiresIn = '10m',
): Promise<string> {
  const named = client === undefined ? {} : { client_id: client };
  return new SignJWT({ role, bank_id: bankId, ...named })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience('payscope-gateway')
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(key);
}
