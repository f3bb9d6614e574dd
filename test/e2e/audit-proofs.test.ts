/** An auditor checks what the gateway answers with a program of their own, and a key they were given. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ensureKeyPair } from '../../lib/keys.ts';
import {
  Checkpoint,
  ENTRY_FIELDS,
  Entry,
  fromBase64,
  leafOf,
  openedNote,
  rootOver,
  rootsOver,
} from '../support/audit-client.ts';
import { runCommand } from '../support/command.ts';
import { type Stack, startStack } from '../support/stack.ts';

let folder: string;
let stack: Stack;
let key: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payscope-proofs-'));
  const { privateFile } = await ensureKeyPair(join(folder, 'keys'), 'checkpoint');
  stack = await startStack({
    load: 'none',
    subgraphEnv: {
      AUDIT_CHECKPOINTS: `file:${join(folder, 'checkpoints')}`,
      AUDIT_CHECKPOINT_KEY_FILE: privateFile,
      AUDIT_CHECKPOINT_SECONDS: '1',
    },
  });
  key = await printedKey();
});
afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true });
});

/** As whoever runs the platform prints it for the auditor. */
async function printedKey(): Promise<string> {
  const { stdout } = await runCommand(['audit', 'key', '--bank', 'HB'], { DATA_DIR: folder });
  return stdout.trimEnd();
}

const askAs = async (role: string, query: string) => {
  const { body } = await stack.ask(await stack.token(role, 'HB'), query);
  return body;
};

const Trail = z.object({
  auditTrail: z.object({ edges: z.array(z.object({ node: Entry })) }),
});

async function trail() {
  const { data } = await askAs(
    'AUDITOR',
    `{ auditTrail(first: 50) { edges { node { ${ENTRY_FIELDS} } } } }`,
  );
  return Trail.parse(data).auditTrail.edges.map(({ node }) => node);
}

async function checkpoint() {
  const { data } = await askAs('AUDITOR', '{ auditCheckpoint { treeSize note } }');
  return z.object({ auditCheckpoint: Checkpoint.nullable() }).parse(data).auditCheckpoint;
}

/** Of this many entries or more. */
async function checkpointOver(size: number) {
  const enough = async () => ((await checkpoint())?.treeSize ?? 0) >= size;
  await expect.poll(enough, { timeout: 10_000 }).toBe(true);
  return (await checkpoint()) ?? expect.fail();
}

test('every entry is proven to be in what was signed, seconds after it was recorded', async () => {
  await askAs('ANALYST', '{ account(id: "6f1c1d2e-5b1c-4c57-9d0a-0d9c7f0a6b11") { id } }');
  await askAs('ANALYST', '{ describe(metric: PAYMENT_AMOUNT, grain: YEAR) { count } }');
  const reason = 'case 12 “€”';
  await askAs(
    'ANALYST',
    `mutation { requestElevation(input: { permission: "pii:read", minutes: 5, reason: "${reason}" })
       { elevation { id } } }`,
  );
  const { treeSize } = await checkpointOver(4);
  const bankId = /([^/]+)\+[0-9a-f]{8}\+/.exec(key)?.[1] ?? '';
  const proven = (await trail()).filter(({ sequence }) => sequence <= treeSize);
  expect(proven.length).toBeGreaterThanOrEqual(4);
  for (const entry of proven) {
    const {
      leafIndex,
      treeSize: size,
      hashes,
      checkpoint: signed,
    } = entry.inclusionProof ?? expect.fail();
    const { root, ...of } = openedNote(signed.note, key);
    expect([leafIndex, size, signed.treeSize]).toEqual([entry.sequence - 1, of.size, of.size]);
    expect(rootOver(leafIndex, size, leafOf(bankId, entry), fromBase64(hashes))).toEqual(root);
    // Another entry in its place leads elsewhere.
    const other = leafOf(bankId, { ...entry, subject: 'nobody' });
    expect(rootOver(leafIndex, size, other, fromBase64(hashes))).not.toEqual(root);
  }
  expect(proven.some(({ event }) => event?.kind === 'ELEVATION_REQUESTED')).toBe(true);
  expect(proven.some(({ entityIds }) => entityIds.length > 0)).toBe(true);
});

test('a trail is proven to be a longer one of the trail there was', async () => {
  const before = await checkpointOver(1);
  const after = await checkpointOver(before.treeSize + 1);
  const { data } = await askAs(
    'AUDITOR',
    `{ auditConsistencyProof(olderSize: ${before.treeSize}, newerSize: ${after.treeSize}) { hashes } }`,
  );
  const { hashes } = z
    .object({ auditConsistencyProof: z.object({ hashes: z.array(z.base64()) }) })
    .parse(data).auditConsistencyProof;
  const [older, newer] = [before, after].map(({ note }) => openedNote(note, key));
  if (!older || !newer) expect.fail();
  expect(rootsOver(older.size, newer.size, fromBase64(hashes), older.root)).toEqual([
    older.root,
    newer.root,
  ]);
});

test('what no checkpoint is over yet has no proof', async () => {
  const { treeSize } = await checkpointOver(1);
  const [newest] = await trail();
  const { sequence = 0, inclusionProof } = newest ?? {};
  if (inclusionProof) expect(inclusionProof.treeSize).toBeGreaterThanOrEqual(sequence);
  else expect(sequence).toBeGreaterThan(treeSize);
});

test.each([
  '{ auditCheckpoint { note } }',
  '{ auditConsistencyProof(olderSize: 1, newerSize: 2) { hashes } }',
])('an analyst is not answered %s', async (query) => {
  expect(await askAs('ANALYST', query)).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
  });
});
