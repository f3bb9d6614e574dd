/** The served subgraph has its trails signed, by itself, and answers whatever becomes of that. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type BankId, bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { entryBody, recordEntry } from '../../test/support/audit.ts';
import { logSigner } from '../../test/support/audit-log.ts';
import { type CheckpointMemory, checkpointMemory } from '../../test/support/checkpoint-memory.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type ServedSubgraph, serveForTest } from '../../test/support/subgraph.ts';
import { openCheckpoint } from './checkpoint/checkpoint.ts';
import { createCheckpointWriter } from './checkpoint-writer.ts';
import { auditBy } from './index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const Changed = z.object({
  data: z.object({ changed: z.object({ elevation: z.object({ id: z.string() }) }) }),
});

const SOON_MS = 5;
const NEVER_MS = 3_600_000;

const signerOf = (bankId: BankId) => logSigner(7, `payscope.example/audit/${bankId}`);

async function serve({ place }: CheckpointMemory, everyMs: number, banks: readonly BankId[] = []) {
  const checkpointing = { writer: createCheckpointWriter({ place, signerOf }), everyMs };
  const served = await serveForTest(
    auditBy({ now: () => new Date(), checkpointing, banks }),
    database.appUrl,
  );
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= served.close());
  onTestFinished(close);
  return { ...served, close };
}

const record = (by: ServedSubgraph, bank: string) =>
  recordEntry({ bank, body: entryBody({ decisionId: newDecisionId() }), by });

const sizesOf = (bank: string, notes: readonly string[]) =>
  notes.map((note) => openCheckpoint(note, signerOf(bankIdOf(bank))).size);

async function metric(served: ServedSubgraph, outcome: string): Promise<number> {
  const text = await (await fetch(`${served.url}/metrics`)).text();
  const counted = new RegExp(`checkpoints_total\\{outcome="${outcome}"[^}]*\\} (\\d+)`).exec(text);
  return Number(counted?.[1] ?? 0);
}

describe('the audit subgraph', () => {
  it('has a decision that was recorded signed soon after', async () => {
    const memory = checkpointMemory();
    const served = await serve(memory, SOON_MS);
    const tried = memory.nextTry();
    await record(served, 'AA');
    await tried;
    expect(sizesOf('AA', memory.kept)).toEqual([1]);
  });

  it('has what becomes of an elevation signed soon after, besides its decisions', async () => {
    const memory = checkpointMemory();
    const served = await serve(memory, SOON_MS);
    const asking = 'permission: "pii:read", minutes: 5, reason: "case"';
    const requested = memory.nextTry();
    const { body } = await served.ask(
      'AB',
      `mutation { changed: requestElevation(input: { ${asking} }) { elevation { id } } }`,
    );
    await requested;
    const { id } = Changed.parse(body).data.changed.elevation;
    const givenBack = memory.nextTry();
    await served.ask(
      'AB',
      `mutation { giveBackElevation(input: { id: "${id}" }) { elevation { id } } }`,
    );
    await givenBack;
    expect(sizesOf('AB', memory.kept)).toEqual([1, 2]);
  });

  it('signs once more when it stops', async () => {
    const memory = checkpointMemory();
    const served = await serve(memory, NEVER_MS);
    for (const bank of ['CD', 'CD', 'EF']) await record(served, bank);
    expect(memory.kept).toEqual([]);
    await served.close();
    const [first = '', second = '', ...more] = memory.kept;
    expect([sizesOf('CD', [first]), sizesOf('EF', [second]), more]).toEqual([[2], [1], []]);
  });

  it('signs at the start what a process that died left unsigned, without another operation', async () => {
    const memory = checkpointMemory();
    memory.state.mood = 'fails';
    const died = await serve(memory, NEVER_MS);
    for (const bank of ['KL', 'KL', 'MN']) await record(died, bank);
    await died.close();
    memory.state.mood = 'works';
    const tried = memory.nextTry();
    // OP has no trail at all.
    const served = await serve(memory, NEVER_MS, ['OP', 'KL'].map(bankIdOf));
    await tried;
    expect(sizesOf('KL', memory.kept)).toEqual([2]);
    await served.close();
    expect(memory.kept).toHaveLength(1);
  });

  it('answers as ever while the place fails, counts that, and has all signed afterwards', async () => {
    const memory = checkpointMemory();
    memory.state.mood = 'fails';
    const served = await serve(memory, SOON_MS);
    for (let tries = 0; tries < 3; tries += 1) {
      const tried = memory.nextTry();
      expect(await record(served, 'GH')).toMatchObject({ status: 201 });
      await tried;
    }
    expect(await metric(served, 'failed')).toBeGreaterThan(0);
    memory.state.mood = 'works';
    await memory.nextTry();
    await served.close();
    expect(sizesOf('GH', memory.kept)).toEqual([3]);
  });

  it('answers while the place answers never, and stops in time', async () => {
    const memory = checkpointMemory();
    memory.state.mood = 'hangs';
    const served = await serve(memory, SOON_MS);
    const tried = memory.nextTry();
    await record(served, 'IJ');
    await tried;
    expect(await record(served, 'IJ')).toMatchObject({ status: 201 });
    const startedAt = performance.now();
    await served.close();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
