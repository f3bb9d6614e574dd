/** Asks so many operations, several at a time, and judges every answer. */
import type { GraphQLSchema } from 'graphql';
import { createEndlessTape } from '../properties/tape.ts';
import { type Asked, createClient } from './asked.ts';
import { type Coverage, createCoverage } from './coverage.ts';
import type { Making } from './drawn.ts';
import { judge, type Leak, partOf } from './judge.ts';
import { makeOperation } from './operations.ts';
import type { Platform } from './platform.ts';
import type { Sent } from './sent.ts';
import { shrink } from './shrink.ts';

export interface Running {
  readonly platform: Platform;
  readonly making: Making;
  readonly schema: GraphQLSchema;
  readonly operations: number;
  readonly seed: number;
  readonly sent: Sent;
  readonly onProgress?: (done: number, leaks: number) => void;
}

export interface Ran {
  readonly leaks: readonly Leak[];
  readonly coverage: Coverage;
  readonly asked: number;
  readonly own: number;
  readonly bytes: number;
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly seconds: number;
}

const IN_FLIGHT = 24;
const LEAKS_MAX = 20;
/** The others are mostly the same. */
const SHRUNK_MAX = 3;

export async function runOperations(running: Running): Promise<Ran> {
  const { platform, making, schema, operations, seed, sent, onProgress } = running;
  const client = createClient(platform, IN_FLIGHT);
  const known = { memory: making.memory, sent };
  const coverage = createCoverage(schema);
  const leaks: Leak[] = [];
  const statuses = new Map<number, number>();
  let [next, done, own, bytes] = [0, 0, 0, 0];
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (next < operations && leaks.length < LEAKS_MAX) {
      const number = next++;
      const tape = createEndlessTape(
        Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b),
      );
      const asked = await makeOperation(making, tape, seed * 1_000_000 + number);
      sent.note(asked);
      const answered = await client.ask(asked);
      const { leaks: found, own: seen } = judge(asked, answered, known);
      leaks.push(...found);
      own += seen;
      bytes += answered.body.length + answered.headers.length;
      statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
      coverage.note(asked, asked.document ? partOf(answered.body, 'data') : undefined);
      remember(making, asked, answered.headers, answered.body);
      done += 1;
      onProgress?.(done, leaks.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    for (const [index, leak] of leaks.entries()) {
      if (index < SHRUNK_MAX) leaks[index] = await shrink(client, known, leak);
    }
  } finally {
    await client.close();
  }
  const seconds = (performance.now() - started) / 1000;
  return { leaks, coverage, asked: done, own, bytes, statuses, seconds };
}

const CURSOR = /"(?:cursor|endCursor|startCursor)":"([\w-]+)"/g;
const DECISION = /^payscope-decision-id: (\S+)$/im;

function remember({ memory }: Making, asked: Asked, headers: string, body: string): void {
  const { bank, list } = asked;
  for (const [, cursor] of body.matchAll(CURSOR)) {
    if (cursor === undefined) continue;
    memory.keep(bank, 'cursor', cursor);
    if (list !== undefined) memory.keep(bank, `cursor:${list}`, cursor);
  }
  const decision = DECISION.exec(headers)?.[1];
  if (decision !== undefined) memory.keep(bank, 'decision', decision);
  if (list !== 'requested') return;
  const id = /"elevation":\{"id":"([\w-]+)"/.exec(body)?.[1];
  if (id !== undefined) memory.keep(bank, 'elevation', id);
}
