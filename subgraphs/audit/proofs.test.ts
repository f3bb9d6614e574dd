/** Proofs over HTTP: what they are answered from, and where there are none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BankId, newDecisionId } from '../../lib/ids.ts';
import { entryBody, recordEntry } from '../../test/support/audit.ts';
import { logSigner } from '../../test/support/audit-log.ts';
import { checkpointMemory } from '../../test/support/checkpoint-memory.ts';
import { countStatements } from '../../test/support/count-statements.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { createCheckpointWriter } from './checkpoint-writer.ts';
import { audit, auditBy } from './index.ts';

const signerOf = (bankId: BankId) => logSigner(7, `payscope.example/audit/${bankId}`);
const memory = checkpointMemory();

/** Each as one of several processes would: with what it knows itself, and the one place. */
const replica = () =>
  auditBy({
    now: () => new Date(),
    checkpointing: {
      writer: createCheckpointWriter({ place: memory.place, signerOf }),
      everyMs: 5,
    },
  });

const counted = countStatements(replica());
let database: TestDatabase;
let writing: ServedSubgraph;
let reading: ServedSubgraph;
let without: ServedSubgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  writing = await serveForTest(replica(), database.appUrl);
  reading = await serveForTest(counted.definition, database.appUrl);
  without = await serveForTest(audit, database.appUrl);
});
afterAll(async () => {
  for (const served of [writing, reading, without]) await served?.close();
  await database?.drop();
});

/** Resolves once it is signed. */
async function record(bank: string, by = writing): Promise<void> {
  const tried = memory.nextTry();
  await recordEntry({ bank, body: entryBody({ decisionId: newDecisionId() }), by });
  await tried;
}

const Sizes = z.object({
  data: z.object({
    auditTrail: z.object({
      edges: z.array(
        z.object({
          node: z.object({ inclusionProof: z.object({ treeSize: z.int() }).nullable() }),
        }),
      ),
    }),
  }),
});

async function treeSizes(by: ServedSubgraph, bank: string) {
  const query = '{ auditTrail { edges { node { inclusionProof { treeSize } } } } }';
  const { body } = await by.ask(bank, query);
  const { edges } = Sizes.parse(body).data.auditTrail;
  return edges.map(({ node }) => node.inclusionProof?.treeSize);
}

describe('a proof', () => {
  it('leads to what another process signed since this one did', async () => {
    await record('AB');
    expect(await treeSizes(writing, 'AB')).toEqual([1]);
    await record('AB', reading);
    expect(await treeSizes(writing, 'AB')).toEqual([2, 2]);
  });

  it('takes no more statements for a page than for one entry', async () => {
    await record('CD');
    await treeSizes(reading, 'CD');
    const one = counted.statements();
    await treeSizes(reading, 'CD');
    const each = counted.statements() - one;
    for (let size = 1; size < 20; size += 1) await record('CD');
    const many = counted.statements();
    expect(await treeSizes(reading, 'CD')).toHaveLength(20);
    expect(counted.statements() - many).toBe(each);
  });

  it('is not there where checkpoints are written nowhere', async () => {
    await record('EF');
    expect(await treeSizes(without, 'EF')).toEqual([undefined]);
    expect((await without.ask('EF', '{ auditCheckpoint { note } }')).body).toEqual({
      data: { auditCheckpoint: null },
    });
  });

  it.each([
    [1, 2, true],
    [2, 2, true],
    [0, 2, true],
    [2, 1, false],
    [1, 1_000, false],
    [-1, 2, false],
  ])('from %i to %i entries is there: %s', async (olderSize, newerSize, isThere) => {
    const sizes = `olderSize: ${olderSize}, newerSize: ${newerSize}`;
    const { body } = await reading.ask('AB', `{ auditConsistencyProof(${sizes}) { hashes } }`);
    const proof = isThere ? { hashes: expect.any(Array) } : null;
    expect(body).toEqual({ data: { auditConsistencyProof: proof } });
  });
});
