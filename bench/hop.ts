/**
 * What a hop's signature costs. Signs and verifies hop tokens as the product does, by node:crypto's
 * one-shot functions, and by jose on WebCrypto with the same checks, in turns, one at a time and many in
 * flight. Prints the time and the processor time of a hop, both ends of it, and the ratios with spread.
 *
 *     node bench/hop.ts
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createLocalJWKSet, exportJWK, jwtVerify, SignJWT } from 'jose';
import { claimsOf, parsePayload, payloadOf } from '../lib/hop/claims.ts';
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

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keys = new Map([[KID, publicKey]]);
const joseKeys = createLocalJWKSet({
  keys: [{ ...(await exportJWK(publicKey)), kid: KID, alg: 'EdDSA' }],
});
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
  sign: async () =>
    signHopToken({ key: privateKey, kid: KID }, caller, {
      audience: AUDIENCE,
      coordinates,
      remainingMs,
    }),
  check: async (token) => verifyHopToken(keys, token, AUDIENCE),
};
const byJose: Way = { sign: signByJose, check: verifyByJose };

await checkSame();
for (const inFlight of [1, 32]) console.log(await compare(inFlight));

/** Each takes what the other signs, so both do the whole work. */
async function checkSame(): Promise<void> {
  for (const [by, at] of [
    [shipped, byJose],
    [byJose, shipped],
  ] as const) {
    await at.check(await by.sign());
  }
}

async function compare(inFlight: number): Promise<string> {
  const rounds: { readonly shipped: Taken; readonly byJose: Taken }[] = [];
  for (const way of [shipped, byJose, shipped, byJose]) await taken(way, inFlight);
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = round % 2 === 0 ? shipped : byJose;
    const a = await taken(first, inFlight);
    const b = await taken(first === shipped ? byJose : shipped, inFlight);
    rounds.push(first === shipped ? { shipped: a, byJose: b } : { shipped: b, byJose: a });
  }
  const of = (way: 'shipped' | 'byJose') =>
    `${spreadOf(
      rounds.map((round) => round[way].micros),
      ' µs',
    )}, processor ${quantile(
      rounds.map((round) => round[way].cpuMicros),
      0.5,
    ).toFixed(0)} µs`;
  const ratio = (part: keyof Taken) =>
    spreadOf(
      rounds.map((round) => round.byJose[part] / round.shipped[part]),
      '',
    );
  return [
    `signed and verified, ${inFlight} in flight, ${ROUNDS} rounds of ${PER_ROUND}:`,
    `  shipped  ${of('shipped')}`,
    `  jose     ${of('byJose')}`,
    `  jose / shipped: time ${ratio('micros')}, processor ${ratio('cpuMicros')}`,
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

function signByJose(): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...payloadOf(caller, coordinates, remainingMs) })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'hop+jwt', kid: KID })
    .setAudience(AUDIENCE)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + Math.ceil(remainingMs / 1000))
    .sign(privateKey);
}

async function verifyByJose(token: string): Promise<unknown> {
  const { payload } = await jwtVerify(token, joseKeys, {
    algorithms: ['EdDSA'],
    typ: 'hop+jwt',
    issuer: 'payscope-gateway',
    audience: AUDIENCE,
    maxTokenAge: 60,
    clockTolerance: TOLERANCE_SECONDS,
  });
  return claimsOf(parsePayload(payload));
}
