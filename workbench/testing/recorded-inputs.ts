/** What the Rego tests ask the policy: the inputs its entrypoints get while the tests run. */
import { z } from 'zod';
import { isTestFile, type RegoModule } from '../check/rego-module.ts';
import type { PolicySources } from '../policy-sources.ts';
import { type CompileTests, compileTests } from './compile-tests.ts';
import { openWasm } from './wasm-module.ts';

const RECORDER = 'payscope.record';
const UNRECORDED = '_unrecorded';

/**
 * Runs the tests on a policy whose entrypoints tell their input before they answer. WASM has no
 * trace, and a test's text does not say which of its roles meets which of its coordinates.
 *
 * @param entrypoints those to listen at: `payscope/authz/decisions`.
 */
export async function recordedInputs(
  compiling: CompileTests,
  modules: readonly RegoModule[],
  entrypoints: readonly string[],
): Promise<readonly unknown[]> {
  const sources = recording(compiling.sources, modules, entrypoints);
  const { wasm, data } = await compileTests({ ...compiling, sources });
  const inputs = new Map<string, unknown>();
  const module = await openWasm(wasm, data, {
    [RECORDER]: (input) => {
      inputs.set(JSON.stringify(input), input);
      return true;
    },
  });
  for (const test of compiling.entrypoints) await module.ask(test, {});
  return [...inputs.values()];
}

function recording(
  sources: PolicySources,
  modules: readonly RegoModule[],
  entrypoints: readonly string[],
): PolicySources {
  const changed = new Map(sources);
  for (const entrypoint of entrypoints) {
    const parts = entrypoint.split('/');
    const packageName = parts.slice(0, -1).join('.');
    const name = parts.at(-1) ?? '';
    const own = modules.filter(
      (module) => module.packageName === packageName && !isTestFile(module.path),
    );
    for (const module of own) {
      const text = changed.get(module.path) ?? module.text;
      changed.set(module.path, renamed(text, module, name));
    }
    changed.set(`recorder/${parts.join('_')}.rego`, recorder(packageName, name));
  }
  const capabilities = changed.get('capabilities.json') ?? '{}';
  return changed.set('capabilities.json', withRecorder(capabilities));
}

/** The rule's definitions, by their places; what uses the rule goes on using the name. */
function renamed(text: string, module: RegoModule, name: string): string {
  const lines = text.split('\n');
  for (const { name: defined, place } of module.rules) {
    if (defined !== name && !defined.startsWith(`${name}.`)) continue;
    const line = lines[place.row - 1] ?? '';
    const end = place.col - 1 + name.length;
    lines[place.row - 1] = `${line.slice(0, end)}${UNRECORDED}${line.slice(end)}`;
  }
  return lines.join('\n');
}

function recorder(packageName: string, name: string): string {
  return [
    `package ${packageName}`,
    '',
    `${name} := answer if {`,
    `\t${RECORDER}(input)`,
    `\tanswer := ${name}${UNRECORDED}`,
    '}',
    '',
  ].join('\n');
}

const capabilitiesSchema = z.looseObject({ builtins: z.array(z.unknown()) });

function withRecorder(text: string): string {
  const capabilities = capabilitiesSchema.parse(JSON.parse(text));
  const decl = { type: 'function', args: [{ type: 'any' }], result: { type: 'boolean' } };
  return JSON.stringify({
    ...capabilities,
    builtins: [...capabilities.builtins, { name: RECORDER, decl }],
  });
}
