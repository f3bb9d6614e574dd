/**
 * Writes test/vectors/audit/: logs, what was done to them, and what a verifier must say. The tests
 * of both verifiers read them.
 *
 *     node test/audit/write-vectors.ts
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { judge } from '../../subgraphs/audit/dump/judge.ts';
import { createFrontier } from '../../subgraphs/audit/merkle/frontier.ts';
import { hashLeaf } from '../../subgraphs/audit/merkle/hash.ts';
import { drawLog, sourceOf, TAMPERINGS, tamper } from '../support/audit-tampering.ts';
import { drawing } from '../support/payments.ts';

const ENTRIES = 5;
const TREES = 33;
const ROUNDS = 2;

const log = drawLog(ENTRIES, 3);
const draw = drawing(11);
const kinds = Object.keys(TAMPERINGS).length;
const tampered = Array.from({ length: kinds * ROUNDS }, (_, turn) => tamper(log, turn, draw));
const lines: string[] = [];
const all = log.untouched.dump.toString().split('\n');
// Nobody touched it: it was exported before the newest checkpoint was signed.
const older = {
  ...{ ...log.untouched, name: 'an older dump' },
  dump: Buffer.from(`${all.slice(0, ENTRIES - 1).join('\n')}\n`),
};
for (const { name, dump, checkpoints, key } of [log.untouched, older, ...tampered]) {
  const { message: _, ...verdict } = await judge({ dump: sourceOf(dump), checkpoints, key });
  const [dumped, notes] = [dump.toString('base64'), checkpoints.toString('base64')];
  lines.push(JSON.stringify({ name, dump: dumped, checkpoints: notes, key, verdict }));
}
await write('cases.jsonl', `${lines.join('\n')}\n`);

const tree = createFrontier();
const roots = [tree.root()];
for (let size = 1; size <= TREES; size += 1) {
  tree.push(hashLeaf(Buffer.from(`leaf ${size}`)));
  roots.push(tree.root());
}
await write('roots.json', `${JSON.stringify(roots, null, 2)}\n`);

function write(name: string, text: string): Promise<void> {
  return writeFile(fileURLToPath(new URL(`../vectors/audit/${name}`, import.meta.url)), text);
}
