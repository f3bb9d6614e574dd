/**
 * What a hop's signature costs. Signs and verifies hop tokens as the product does (jose, on WebCrypto),
 * and by node:crypto's one-shot functions with the same checks, in turns, one at a time and many in
 * flight. Prints the time and the processor time of a hop, both ends of it, and the ratios with spread.
 *
 *     node bench/hop.ts
 */
import { createPublicKey, KeyObject, randomUUID, sign, verify } from 'node:crypto';
import { createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { payloadOf, readClaims } from '../lib/hop/claims.ts';
import { type Caller, hashCoordinates, signHopToken, verifyHopToken } from '../lib/hop/index.ts';
import { bankIdOf, newDecisionId } from '../lib/ids.ts';
import { quantile, spreadOf } from './support/rounds.ts';

const ROUNDS = 41;
const PER_ROUND = 320;
const KID = 'bench';
const AUDIENCE = 'facts';
const TOLERANCE_SECONDS = 2;
const MICROS_PER_MS = 1_000;

interface Way {
  readonly sign: () => Promise<string>;
  readonly check: (token: string) => Promise<unknown>;
}

interface Taken {
  readonly micros: number;
  readonly cpuMicros: number;
}

const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
const publicJwk = await exportJWK(pair.publicKey);
const keys = createLocalJWKSet({ keys: [{ ...publicJwk, kid: KID, alg: 'EdDSA' }] });
const privateKey = KeyObject.from(pair.privateKey);
const publicKey = createPublicKey(privateKey);
const caller: Caller = {
  subject: 'bench@hb',
  role: 'BANK_ADMIN',
  bankId: bankIdOf('HB'),
  decisionId: newDecisionId(),
  policyRevision: 'bench',
};
const coordinates = hashCoordinates(['Query.bank', 'Bank.code']);
const remainingMs = 15_000;

const shipped: Way = {
  sign: () =>
    signHopToken({ key: pair.privateKey, kid: KID }, caller, {
      audience: AUDIENCE,
      coordinates,
      remainingMs,
    }),
  check: (token) => verifyHopToken(keys, token, AUDIENCE),
};
const oneShot: Way = { sign: async () => signSync(), check: async (token) => verifySync(token) };

await checkSame();
for (const inFlight of [1, 32]) console.log(await compare(inFlight));

/** Each takes what the other signs, so both do the whole work. */
async function checkSame(): Promise<void> {
  for (const [by, at] of [
    [shipped, oneShot],
    [oneShot, shipped],
  ] as const) {
    await at.check(await by.sign());
  }
}

async function compare(inFlight: number): Promise<string> {
  const rounds: { readonly shipped: Taken; readonly oneShot: Taken }[] = [];
  for (const way of [shipped, oneShot, shipped, oneShot]) await taken(way, inFlight);
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = round % 2 === 0 ? shipped : oneShot;
    const a = await taken(first, inFlight);
    const b = await taken(first === shipped ? oneShot : shipped, inFlight);
    rounds.push(first === shipped ? { shipped: a, oneShot: b } : { shipped: b, oneShot: a });
  }
  const of = (way: 'shipped' | 'oneShot') =>
    `${spreadOf(
      rounds.map((round) => round[way].micros),
      ' µs',
    )}, processor ${quantile(
      rounds.map((round) => round[way].cpuMicros),
      0.5,
    ).toFixed(0)} µs`;
  const ratio = (part: keyof Taken) =>
    spreadOf(
      rounds.map((round) => round.shipped[part] / round.oneShot[part]),
      '',
    );
  return [
    `signed and verified, ${inFlight} in flight, ${ROUNDS} rounds of ${PER_ROUND}:`,
    `  jose      ${of('shipped')}`,
    `  one-shot  ${of('oneShot')}`,
    `  jose / one-shot: time ${ratio('micros')}, processor ${ratio('cpuMicros')}`,
  ].join('\n');
}

/** Of one hop, on average. */
async function taken(way: Way, inFlight: number): Promise<Taken> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const client = async () => {
    for (let left = PER_ROUND / inFlight; left > 0; left -= 1) await way.check(await way.sign());
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  const { user, system } = process.cpuUsage(cpu);
  return {
    micros: ((performance.now() - startedAt) * MICROS_PER_MS) / PER_ROUND,
    cpuMicros: (user + system) / PER_ROUND,
  };
}

function signSync(): string {
  const now = Math.floor(Date.now() / 1000);
  const input = [
    { alg: 'EdDSA', typ: 'hop+jwt', kid: KID },
    {
      ...payloadOf(caller, coordinates, remainingMs),
      iss: 'payscope-gateway',
      sub: caller.subject,
      aud: AUDIENCE,
      jti: randomUUID(),
      iat: now,
      exp: now + Math.ceil(remainingMs / 1000),
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

/** The checks of verifyHopToken(), in its order. */
function verifySync(token: string): unknown {
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = decoded(head);
  if (header.alg !== 'EdDSA' || header.typ !== 'hop+jwt' || header.kid !== KID) throw refused();
  const input = Buffer.from(`${head}.${body}`);
  if (!verify(null, input, publicKey, Buffer.from(signature, 'base64url'))) throw refused();
  const payload = decoded(body);
  const claims = readClaims(payload);
  const now = Math.floor(Date.now() / 1000);
  if (payload.iss !== 'payscope-gateway' || payload.aud !== AUDIENCE) throw refused();
  if (Number(payload.exp) <= now - TOLERANCE_SECONDS) throw refused();
  if (Number(payload.iat) > now + TOLERANCE_SECONDS) throw refused();
  return claims;
}

function decoded(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

function refused(): Error {
  return new Error('a token that holds was refused');
}
