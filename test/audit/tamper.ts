/**
 * Tampers with audit logs at random and has both verifiers judge: each must find all of it, and say
 * the same. Exit 1 with the seed and the case when one does not.
 *
 *     node test/audit/tamper.ts [--count 100000] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { judge } from '../../subgraphs/audit/dump/judge.ts';
import { drawLog, sourceOf, tamper } from '../support/audit-tampering.ts';
import { startGoVerifier } from '../support/go-verifier.ts';
import { drawing } from '../support/payments.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
const PER_LOG = 1_000;
/** In flight to the other verifier, so that neither waits for the other. */
const BATCH = 50;

const go = await startGoVerifier();
if (!go) {
  process.stderr.write('go is needed for the second verifier\n');
  process.exit(3);
}
const draw = drawing(seed);
const found = new Map<string, number>();
let log = drawLog(2 + draw(12), seed);
for (let done = 0; done < count; done += BATCH) {
  if (done % PER_LOG === 0) {
    log = drawLog(2 + draw(12), seed + done);
    process.stderr.write(`  ${done} of ${count}\n`);
  }
  const batch = Array.from({ length: Math.min(BATCH, count - done) }, (_, at) =>
    tamper(log, done + at, draw),
  );
  const others = batch.map(go.judge);
  for (const [at, one] of batch.entries()) {
    const { message: _, ...mine } = await judge({ ...one, dump: sourceOf(one.dump) });
    const other = await others[at];
    if (mine.ok || JSON.stringify(mine) !== JSON.stringify(inOrder(other, mine))) {
      process.stdout.write(
        `seed ${seed}, case ${done + at}, ${one.name}: ${JSON.stringify({ mine, other })}\n`,
      );
      process.exit(1);
    }
    const said = `${one.name.padEnd(52)} ${mine.fault}`;
    found.set(said, (found.get(said) ?? 0) + 1);
  }
}
await go.close();
for (const [said, times] of [...found].toSorted())
  console.log(`${String(times).padStart(7)}  ${said}`);
console.log(`${count} tamperings, all found by both verifiers in the same words (seed ${seed})`);

/** The members in the same order, to compare as text. */
function inOrder(other: unknown, like: object): unknown {
  const members = new Map(Object.entries(Object(other)));
  return Object.fromEntries(Object.keys(like).map((name) => [name, members.get(name)]));
}
