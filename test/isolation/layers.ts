/** The four runs: everything on, and then one layer off at a time, each shown to be really off. */
import { join } from 'node:path';
import { openPool } from '../../lib/db/pool.ts';
import { ensureKeyPair, loadPrivateKey, type SigningKey } from '../../lib/keys.ts';
import { bundleOf, committedBundle } from '../support/bundles.ts';
import { type Asked, createClient } from './asked.ts';
import { BANKS, bankIdOf, personOf } from './canaries.ts';
import { partOf } from './judge.ts';
import { type People, ROLES } from './people.ts';
import type { Platform, PlatformOptions } from './platform.ts';
import type { World } from './world.ts';

export interface Layer {
  readonly name: string;
  readonly platform: (world: World) => Promise<Omit<PlatformOptions, 'name'>>;
  /** Done once the platform runs, which would not start without it. */
  readonly takeOff?: (world: World) => Promise<void>;
  readonly putBack?: (world: World) => Promise<void>;
  /** Signs the calls past the gateway; the gateway's own key where it is left out. */
  readonly hopKey?: (world: World) => Promise<SigningKey>;
  /** @throws when the layer is not off. */
  readonly proveOff: (world: World, platform: Platform, people: People) => Promise<void>;
}

/** As it ships, beside a candidate that decides otherwise, so that there are differences to tell. */
const asCommitted = async () => ({ candidate: await everythingToEverybody() });

export const LAYERS: readonly Layer[] = [
  { name: 'all on', platform: asCommitted, proveOff: proveOn },
  { name: 'policy off', platform: withoutPolicy, proveOff: provePolicyOff },
  {
    name: 'hop check off',
    platform: withoutCheck,
    hopKey: keyOfStranger,
    proveOff: proveCheckOff,
  },
  {
    name: 'RLS off',
    platform: asCommitted,
    takeOff: (world) => setRowSecurity(world, 'disable'),
    putBack: (world) => setRowSecurity(world, 'enable'),
    proveOff: proveRowSecurityOff,
  },
];

/** No switch in the product, but a bundle of its own. */
async function withoutPolicy() {
  return { bundle: await everythingToEverybody(), candidate: committedBundle() };
}

/** Every role may do everything. */
async function everythingToEverybody(): Promise<Uint8Array> {
  const everything = [
    ...['facts:read', 'facts:write', 'pii:read', 'metrics:read', 'metrics:simulate', 'graph:read'],
    ...['graph:simulate', 'audit:read', 'elevation:request', 'elevation:approve'],
    ...['erasure:request', 'erasure:execute', 'policy:read', 'policy:publish'],
  ];
  const roles = Object.fromEntries(ROLES.map((role) => [role, everything]));
  return bundleOf({ roles, revision: 'everything-to-everybody' });
}

/** Subgraphs whose verifyHop reads a token and believes it. */
async function withoutCheck() {
  return { subgraphs: 'test/isolation/unchecked-subgraphs.ts' };
}

/** Nobody's but its own: where the check is on, nothing it signed is answered. */
async function keyOfStranger({ dir }: World): Promise<SigningKey> {
  const { privateFile } = await ensureKeyPair(join(dir, 'stranger'), 'hop');
  return loadPrivateKey(privateFile);
}

export async function setRowSecurity(world: World, verb: 'disable' | 'enable'): Promise<void> {
  for (const table of world.seeded.keys()) {
    await world.sql.unsafe(`alter table ${table} ${verb} row level security`);
  }
}

const GENDERS = '{ accounts(first: 3) { edges { node { holders { gender } } } } }';
const hasGenders = (body: string): boolean => /"gender":"(FEMALE|MALE)"/.test(body);

async function proveOn(world: World, platform: Platform, people: People): Promise<void> {
  if (hasGenders(await askGraph(platform, people.as(1, 'AUDITOR').authorization, GENDERS))) {
    throw new Error('the policy is off: an auditor reads a gender');
  }
  if ((await askUnsigned(platform)) !== 401) throw new Error('the hop check is off');
  if ((await countBanks(world)) !== undefined) throw new Error('RLS is off');
}

async function provePolicyOff(_: World, platform: Platform, people: People): Promise<void> {
  for (const role of ROLES) {
    const body = await askGraph(platform, people.as(1, role).authorization, GENDERS);
    if (!hasGenders(body)) throw new Error(`the policy is not off for ${role}: ${body}`);
  }
}

async function proveCheckOff(_: World, platform: Platform): Promise<void> {
  const status = await askUnsigned(platform);
  if (status === 401) throw new Error('the hop check is not off: an unsigned token was refused');
}

async function proveRowSecurityOff(world: World): Promise<void> {
  const seen = await countBanks(world);
  if (seen !== BANKS) throw new Error(`RLS is not off: a query of no bank sees ${seen}`);
}

/** Banks the application's role sees in a query that names none; undefined where it is refused. */
async function countBanks(world: World): Promise<number | undefined> {
  const sql = openPool(world.appUrl, { max: 1 });
  try {
    const [row] = await sql<{ n: number }[]>`
      select count(distinct bank_id)::integer as n from facts.accounts`;
    return row?.n;
  } catch {
    return undefined;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function askGraph(platform: Platform, authorization: string, query: string): Promise<string> {
  const client = createClient(platform, 1);
  try {
    const asked: Asked = {
      ...{ kind: 'proof', bank: 1, role: '', target: 'gateway', method: 'POST', path: '/graphql' },
      headers: { authorization },
      body: JSON.stringify({ query }),
    };
    const { body } = await client.ask(asked);
    return partOf(body, 'data') === undefined ? `no data: ${body}` : body;
  } finally {
    await client.close();
  }
}

/** A token nobody signed, otherwise whole. */
async function askUnsigned(platform: Platform): Promise<number> {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    ...{ iss: 'payscope-gateway', aud: 'facts', sub: personOf(1, 'X'), role: 'ANALYST' },
    ...{ bank_id: bankIdOf(1), decision_id: bankIdOf(1), policy_revision: 'x', jti: bankIdOf(1) },
    ...{ coordinates: 'x'.repeat(43), deadline_ms: 1_000, iat: now, exp: now + 10 },
  };
  const token = `${encode({ alg: 'EdDSA', typ: 'hop+jwt' })}.${encode(claims)}.bm90aGluZw`;
  const client = createClient(platform, 1);
  try {
    const { status } = await client.ask({
      ...{ kind: 'proof', bank: 1, role: '', target: 'facts', method: 'POST', path: '/graphql' },
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ bank { id } }' }),
    });
    return status;
  } finally {
    await client.close();
  }
}
