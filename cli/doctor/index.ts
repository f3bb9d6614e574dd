/** `payscope doctor`: what keeps the gateway from running on this machine, and the cure. */
import { readCliConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { bundleCheck } from './bundle.ts';
import { certificatesCheck } from './certificates.ts';
import type { Check, Diagnosis } from './check.ts';
import { compilerCheck } from './compiler.ts';
import { databaseCheck } from './database.ts';
import { nodeCheck } from './node.ts';
import { portCheck } from './port.ts';
import { supergraphCheck } from './supergraph.ts';

const CHECKS: readonly Check[] = [
  nodeCheck,
  portCheck,
  databaseCheck,
  certificatesCheck,
  supergraphCheck,
  bundleCheck,
  compilerCheck,
];

interface Finished extends Diagnosis {
  readonly check: string;
}

/** Exit 1 when there is any finding; notes don't count. */
export async function doctor(
  { environment, terminal }: CommandContext,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const config = readCliConfig(environment);
  const all: Finished[] = [];
  for (const check of CHECKS) {
    const found = await diagnose(() => check.run(config));
    const finished = found.map((diagnosis) => ({ check: check.name, ...diagnosis }));
    all.push(...finished);
    if (!options.json) for (const each of finished) terminal.result(render(each, terminal));
  }
  if (options.json) terminal.result(JSON.stringify(all, null, 2));
  return all.some(({ state }) => state === 'finding') ? EXIT.findings : EXIT.ok;
}

/** A check that fails has found something, if not what it looked for. */
async function diagnose(run: () => Promise<readonly Diagnosis[]>): Promise<readonly Diagnosis[]> {
  try {
    return await run();
  } catch (error) {
    return [{ state: 'finding', says: error instanceof Error ? error.message : String(error) }];
  }
}

function render({ check, state, says, cure }: Finished, { resultColors }: Terminal): string {
  const { green, red, yellow, bold } = resultColors;
  const mark = { ok: green('✓'), note: yellow('!'), finding: red('✗') }[state];
  return `${mark} ${bold(check)}: ${says}${cure ? `\n    ${cure}` : ''}`;
}
