/** What the compiler says of the Rego: strictly, with the gateway's builtins and input schemas. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { inputSchemas } from '../input-schemas.ts';
import { jsonText } from '../json-text.ts';
import { runOpa } from '../opa.ts';
import { runOpaLoosely } from '../run-opa-loosely.ts';
import { compilerFindings } from './compiler-errors.ts';
import type { Finding } from './finding.ts';

export interface CompileSource {
  readonly opaPath: string;
  readonly folder: string;
  /** Paths of the Rego within the folder. */
  readonly paths: readonly string[];
  /** Of a folder without one, the project's. */
  readonly capabilities: string;
  /** Undefined when the subgraphs don't compose: then nothing is said of the input. */
  readonly schema?: GraphQLSchema | undefined;
  readonly fileOf: (path: string) => string;
  /** Functions the Rego defines, for what was meant by one that it does not. */
  readonly ownFunctions: Promise<readonly string[]>;
}

/**
 * Checks twice: a builtin that is not there would keep the compiler from looking at types, so
 * once with all of OPA's.
 */
export async function compileFindings(source: CompileSource): Promise<readonly Finding[]> {
  const { opaPath, folder, paths, capabilities, fileOf } = source;
  const staged = mkdtempSync(join(tmpdir(), 'payscope-check-'));
  try {
    stageSchemas(source, staged);
    const args = ['check', '--strict', '--format', 'json', '--max-errors', '200'];
    const schemas = source.schema === undefined ? [] : ['--schema', staged];
    const check = (...more: readonly string[]) =>
      runOpaLoosely(opaPath, [...args, ...schemas, ...more, ...paths], { cwd: folder });
    const outcomes = await Promise.all([check(), check('--capabilities', capabilities)]);
    const failed = outcomes.filter(({ isClean }) => !isClean);
    if (failed.length === 0) return [];
    const functions = await functionsOf(source);
    return failed.flatMap(({ stdout, stderr }) =>
      compilerFindings(stdout.trim() === '' ? stderr : stdout, functions, fileOf),
    );
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

/** Those of the schema as it is now, and what else the folder has. */
function stageSchemas({ schema, folder }: CompileSource, staged: string): void {
  if (schema === undefined) return;
  for (const [name, each] of Object.entries(inputSchemas(schema))) {
    writeFileSync(join(staged, `${name}.json`), jsonText(each));
  }
  const own = join(folder, 'schemas');
  if (!existsSync(own)) return;
  for (const file of readdirSync(own)) {
    const target = join(staged, file);
    if (file.endsWith('.json') && !existsSync(target)) copyFileSync(join(own, file), target);
  }
}

const capabilitiesSchema = z.object({ builtins: z.array(z.object({ name: z.string() })) });

async function functionsOf({ opaPath, capabilities, ownFunctions }: CompileSource) {
  const all = await runOpa(opaPath, ['capabilities', '--current'], { cwd: tmpdir() });
  return {
    ofOpa: builtinsIn(all),
    available: new Set([
      ...builtinsIn(readFileSync(capabilities, 'utf8')),
      ...(await ownFunctions),
    ]),
  };
}

/** Names of the builtins a capabilities file has. */
export function builtinsIn(text: string): ReadonlySet<string> {
  const { builtins } = capabilitiesSchema.parse(JSON.parse(text));
  return new Set(builtins.map(({ name }) => name));
}
