/**
 * Run by memory.test.ts: asks the compiled policy, and says how resident memory
 * grew. In a process of its own, since whatever else runs in one grows it too, and with V8's young
 * generation held at its smallest: V8 doubles that by its own lights, and it is no leak.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONDITIONAL_ENTRYPOINT, ENTRYPOINT, readBundle } from '../../gateway/policy/index.ts';
import { instantiateWasm } from '../../gateway/policy/wasm.ts';

/** Garbage is collected after so many, and the most that is resident then counts. */
const ROUND = 20_000;

async function main(evaluations: number): Promise<void> {
  const archive = readFileSync(join(import.meta.dirname, '../../policies/bundle/bundle.tar.gz'));
  const bundle = await readBundle(archive);
  const ask = await instantiateWasm(bundle, bundle.data);
  const roles = [...bundle.roles];
  const askMany = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const subject = { role: roles[index % roles.length] };
      if (index % 2 === 0) {
        ask(ENTRYPOINT, { subject, coordinates: ['AccountHolder.birthDate', `Made.up${index}`] });
      } else {
        const uses = [{ coordinate: 'Query.paths', arguments: { maxHops: index % 7 } }];
        ask(CONDITIONAL_ENTRYPOINT, {
          subject,
          now: new Date(index).toISOString(),
          grants: [],
          uses,
        });
      }
    }
  };
  askMany(ROUND);
  const before = residentBytes();
  let after = before;
  for (let done = 0; done < evaluations; done += ROUND) {
    askMany(Math.min(ROUND, evaluations - done));
    after = Math.max(after, residentBytes());
  }
  process.stdout.write(
    `${JSON.stringify({ evaluations, before, after, grown: after - before })}\n`,
  );
}

/** After what is garbage is gone; twice, as the first pass may only free finalizers' objects. */
function residentBytes(): number {
  global.gc?.();
  global.gc?.();
  return process.memoryUsage.rss();
}

await main(Number(process.argv[2]));
