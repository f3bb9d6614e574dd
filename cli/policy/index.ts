/** `payscope policy …`: the workbench of those who edit the policy. */
import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { addBench } from './bench.ts';
import { addBuild } from './build.ts';
import { addCheck } from './check.ts';
import { addDiff } from './diff.ts';
import { addExplain } from './explain.ts';
import { addImpact } from './impact.ts';
import { addKeys } from './keys.ts';
import { addMatrix } from './matrix.ts';
import { addNew } from './new.ts';
import { addPublish } from './publish.ts';
import { addReplay } from './replay.ts';
import { addRollback } from './rollback.ts';
import { addSign } from './sign.ts';
import { addStatus } from './status.ts';
import { addTest } from './test.ts';
import { addVerify } from './verify.ts';

/** Adds one subcommand; `end` takes the exit code its action came to. */
export type AddCommand = (
  parent: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
) => void;

/** In the order of a day's work, which is the order --help has them in. */
const COMMANDS: readonly AddCommand[] = [
  addCheck,
  addTest,
  addMatrix,
  addDiff,
  addExplain,
  addImpact,
  addNew,
  addBench,
  addReplay,
  addBuild,
  addSign,
  addVerify,
  addPublish,
  addRollback,
  addStatus,
  addKeys,
];

const EXAMPLES = `
Examples:
  $ payscope policy check                              is it valid, does it fit the schema
  $ payscope policy test                               its tests, on OPA and on the compiled WASM
  $ payscope policy matrix --role ANALYST              what a role may see
  $ payscope policy diff git:main policies             what a change opens, closes or masks
  $ payscope policy explain --role ANALYST --field AccountHolder.gender
`;

export function addPolicyCommands(
  program: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const policy = program
    .command('policy')
    .description('check, test, compare, sign and publish what the gateway decides by')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false);
  for (const add of COMMANDS) add(policy, context, end);
}
