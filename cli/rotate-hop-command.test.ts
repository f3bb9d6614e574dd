/** Keys change under traffic: served by real subgraphs, signed as the gateway signs. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followHopSigner, hashCoordinates, signHopToken } from '../lib/hop/index.ts';
import { ensureKeyPair, type KeyPairFiles, loadPrivateKey } from '../lib/keys.ts';
import { facts } from '../subgraphs/facts/index.ts';
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts';
import { principalOf } from '../test/support/principal.ts';
import { type ServedSubgraph, serveForTest } from '../test/support/subgraph.ts';
import { rotateHop } from './rotate-hop-command.ts';
import { createTerminal } from './terminal.ts';

let dir: string;
let files: KeyPairFiles;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-rotate-'));
  files = await ensureKeyPair(dir, 'hop');
});
afterEach(() => rm(dir, { recursive: true }));

const HOP = { audience: 'facts', coordinates: hashCoordinates([]), remainingMs: 30_000 };

async function rotate(
  wait: (ms: number) => Promise<unknown> = async () => undefined,
  options: { readonly json?: boolean } = {},
) {
  let said = '';
  const stdout = { write: (text: string) => (said += text) };
  const stderr = { write: () => undefined };
  const terminal = createTerminal({ stdout, stderr }, {});
  await rotateHop({ environment: {}, terminal }, { dir, ...options }, wait);
  return said;
}

const kidsIn = async (file: string): Promise<readonly string[]> =>
  JSON.parse(await readFile(file, 'utf8')).keys.map(({ kid }: { kid: string }) => kid);

describe('a rotation', () => {
  it('publishes first, signs second, and takes the old key back last', async () => {
    const { kid: old } = await loadPrivateKey(files.privateFile);
    const seen: unknown[] = [];
    await rotate(async () => {
      const { kid } = await loadPrivateKey(files.privateFile);
      seen.push([kid === old ? 'old' : 'new', (await kidsIn(files.publicFile)).length]);
    });
    const { kid } = await loadPrivateKey(files.privateFile);
    expect(seen).toEqual([
      ['old', 2],
      ['new', 2],
    ]);
    expect(await kidsIn(files.publicFile)).toEqual([kid]);
    expect(kid).not.toBe(old);
    expect(await readdir(dir)).not.toContain('hop.next.private.json');
  });

  it('tells a program which key is in force', async () => {
    const { kid: old } = await loadPrivateKey(files.privateFile);
    const told = JSON.parse(await rotate(undefined, { json: true }));
    const { kid } = await loadPrivateKey(files.privateFile);
    expect(told).toEqual({ kid, retired: [old], resumed: false });
  });

  it.each([1, 2])('that was interrupted at wait %i goes on with the same key', async (at) => {
    let waits = 0;
    const interrupted = rotate(async () => {
      waits += 1;
      if (waits === at) throw new Error('the power went');
    });
    await expect(interrupted).rejects.toThrow('the power went');
    const begun = JSON.parse(await readFile(join(dir, 'hop.next.private.json'), 'utf8'));
    const told = JSON.parse(await rotate(undefined, { json: true }));
    expect(told).toMatchObject({ kid: begun.kid, resumed: true });
    expect(await kidsIn(files.publicFile)).toEqual([begun.kid]);
  });

  it('begun twice at once goes on with one key, and always signs with a published one', async () => {
    const isPublished = async () => {
      const { kid } = await loadPrivateKey(files.privateFile);
      return (await kidsIn(files.publicFile)).includes(kid);
    };
    // The other may be writing: whoever reads half a file looks again.
    const wait = () => expect.poll(isPublished).toBe(true);
    const ends = await Promise.allSettled([rotate(wait), rotate(wait)]);
    expect(ends.map(({ status }) => status)).toContain('fulfilled');
    const { kid } = await loadPrivateKey(files.privateFile);
    expect(await kidsIn(files.publicFile)).toEqual([kid]);
  });

  it('that was overtaken does not take back the key in force by then', async () => {
    let isFirst = true;
    const overtaken = rotate(async () => {
      if (!isFirst) return;
      isFirst = false;
      await rotate();
      await rotate();
    });
    await expect(overtaken).rejects.toThrow('another rotation');
    const { kid } = await loadPrivateKey(files.privateFile);
    expect(await kidsIn(files.publicFile)).toEqual([kid]);
  });

  it('mends a public file that was cut off', async () => {
    await writeFile(files.publicFile, '{"keys":[');
    await rotate(async () => {
      expect(await kidsIn(files.publicFile)).toHaveLength(2);
    });
    expect(await kidsIn(files.publicFile)).toHaveLength(1);
  });

  it('of a folder without keys says what makes them', async () => {
    await rm(files.privateFile);
    await expect(rotate()).rejects.toThrow('payscope secrets');
  });
});

describe('under traffic', () => {
  let database: TestDatabase;
  let served: ServedSubgraph;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    served = await serveForTest(facts, database.appUrl, { keys: files });
  });
  afterEach(() => served.close());

  const statusOf = async (token: string) => {
    const response = await fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    await response.text();
    return response.status;
  };

  it('five rotations refuse no request, and each old key is refused afterwards', async () => {
    const signer = await followHopSigner(files.privateFile, (cause) => {
      throw cause;
    });
    let done = false;
    const statuses: number[] = [];
    const client = async () => {
      while (!done) {
        statuses.push(await statusOf(await signHopToken(signer.current(), principalOf(), HOP)));
      }
    };
    const clients = Promise.all([client(), client(), client()]);
    /** The gateway looks; subgraphs find a new key by themselves; and a few requests go by. */
    const someTraffic = async () => {
      await signer.refresh();
      const until = statuses.length + 10;
      while (statuses.length < until) await statusOf(await oldToken());
    };
    let oldKey = await loadPrivateKey(files.privateFile);
    const oldToken = () => signHopToken(oldKey, principalOf(), HOP);
    for (let turn = 0; turn < 5; turn += 1) {
      oldKey = await loadPrivateKey(files.privateFile);
      await rotate(someTraffic);
      await expect.poll(async () => statusOf(await oldToken())).toBe(401);
    }
    done = true;
    await clients;
    signer.stop();
    expect(statuses.length).toBeGreaterThan(100);
    expect(new Set(statuses)).toEqual(new Set([200]));
  }, 60_000);
});
