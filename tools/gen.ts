/**
 * Writes every generated file, or with `--check` says which are stale: `npm run gen`,
 * `npm run gen:check`. Exit codes: 0 done or all fresh, 1 stale or refused, 2 wrong usage.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findOpa, opaPlaces } from '../workbench/opa.ts';
import {
  type Artifacts,
  type Generated,
  generatePolicy,
  generateSchemas,
} from './gen/artifacts.ts';
import { generateConfigDoc } from './gen/config-doc.ts';
import { generateErrorsDoc } from './gen/errors-doc.ts';
import { generateResolvers } from './gen/resolvers.ts';
import { runSteps, type Step } from './gen/run-steps.ts';
import { generateSchemaDump } from './gen/schema-dump.ts';

const ROOT = join(import.meta.dirname, '..');
const USAGE = 'usage: node tools/gen.ts [--check]\n';

const STEPS: readonly Step[] = [
  { name: 'schemas', make: async () => generateSchemas(ROOT) },
  {
    name: 'resolver types',
    make: async () => withoutNotes(await generateResolvers(pathToFileURL(`${ROOT}/`))),
  },
  {
    name: 'policy bundle',
    make: async () =>
      generatePolicy(ROOT, await findOpa(opaPlaces()), generateSchemas(ROOT).checked),
  },
  { name: 'configuration', make: async () => withoutNotes(await generateConfigDoc()) },
  { name: 'error codes', make: async () => withoutNotes(generateErrorsDoc()) },
  { name: 'schema dump', make: async () => withoutNotes(await generateSchemaDump()) },
];

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--check')) {
    process.stderr.write(USAGE);
    return 2;
  }
  const mode = args.includes('--check') ? 'check' : 'write';
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return (await runSteps(STEPS, { root: ROOT, mode, say })) ? 0 : 1;
}

function withoutNotes(files: Artifacts): Generated {
  return { files, notes: [] };
}

process.exitCode = await main(process.argv.slice(2));
