/**
 * Claim: a token verified a moment ago costs a fraction of a verification. Prints the ratio of the
 * two, measured in turns so that whatever else the machine does hits both, and its spread.
 *
 *     node bench/jwt.ts
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { fixedKeys } from '../gateway/identity/keys.ts';
import { createRevocations } from '../gateway/identity/revocations.ts';
import { createVerifiedTokens } from '../gateway/identity/verified-tokens.ts';
import { createVerifier, type Verifier } from '../gateway/identity/verifier.ts';
import { bankIdOf } from '../lib/ids.ts';
import { quantile } from './support/rounds.ts';

const ROUNDS = 41;
const PER_ROUND = 200;

interface Kind {
  readonly alg: string;
  readonly hash: string | null;
  readonly pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

const kinds: readonly Kind[] = [
  { alg: 'EdDSA', hash: null, pair: generateKeyPairSync('ed25519') },
  { alg: 'ES256', hash: 'sha256', pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
  { alg: 'RS256', hash: 'sha256', pair: generateKeyPairSync('rsa', { modulusLength: 2048 }) },
];

for (const kind of kinds) console.log(await measure(kind));

async function measure(kind: Kind): Promise<string> {
  const token = tokenOf(kind);
  const full = verifierOf(kind, false);
  const kept = verifierOf(kind, true);
  await timeOf(full, token);
  await timeOf(kept, token);
  const rounds: { readonly full: number; readonly kept: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ full: await timeOf(full, token), kept: await timeOf(kept, token) });
  }
  const ratios = rounds.map((round) => round.full / round.kept);
  const micros = (values: readonly number[]) => `${quantile(values, 0.5).toFixed(1)} µs`;
  return [
    `${kind.alg}: verified in full ${micros(rounds.map((round) => round.full))}`,
    `kept ${micros(rounds.map((round) => round.kept))}`,
    `ratio ${quantile(ratios, 0.5).toFixed(1)} (10th to 90th percentile ${quantile(ratios, 0.1).toFixed(1)} to ${quantile(ratios, 0.9).toFixed(1)}, ${ROUNDS} rounds of ${PER_ROUND})`,
  ].join(', ');
}

/** Microseconds for one token. */
async function timeOf(verify: Verifier, token: string): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < PER_ROUND; index += 1) await verify(token);
  return ((performance.now() - startedAt) * 1000) / PER_ROUND;
}

function verifierOf({ alg, pair }: Kind, isKept: boolean): Verifier {
  const { kty = '', ...jwk } = pair.publicKey.export({ format: 'jwk' });
  return createVerifier({
    keys: fixedKeys({ keys: [{ ...jwk, kty, kid: 'k1', alg }] }),
    issuer: 'bench',
    audience: 'bench',
    roles: () => new Set(['ANALYST']),
    revocations: createRevocations(),
    verified: isKept ? createVerifiedTokens() : undefined,
  });
}

function tokenOf({ alg, hash, pair }: Kind): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'bench',
    aud: 'bench',
    sub: 'bench',
    role: 'ANALYST',
    bank_id: bankIdOf('HB'),
    jti: crypto.randomUUID(),
    iat: now,
    exp: now + 3_600,
  };
  const input = `${encode({ alg, kid: 'k1', typ: 'at+jwt' })}.${encode(claims)}`;
  const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${input}.${sign(hash, Buffer.from(input), key).toString('base64url')}`;
}
