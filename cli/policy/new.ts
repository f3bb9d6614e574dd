/** `payscope policy new …`: a permission, a role, a rule or a case, each with its test. */
import { type Command, Option } from 'commander';
import { type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { parseRule, type RuleOptions } from './new-rule-options.ts';

const EXAMPLES = `
Examples:
  $ payscope policy new permission loans:approve --description 'Approve loans.' --role BANK_ADMIN
  $ payscope policy new role CLERK --description 'Looks payments up.' --permission facts:read
  $ payscope policy new rule Loan.amount --asks loans:approve
  $ payscope policy new rule Payment.purpose --mask last4 --permission pii:read
  $ payscope policy new rule Query.payments --at-most first=50 --unless metrics:read
  $ payscope policy new case 'a clerk approves no loan' --role CLERK --field Loan.amount --expect deny:MISSING_PERMISSION

Each is written with a test; --dry-run shows what would be.
Exit codes: 0 written; 2 a name that is taken, or that is none.
`;

interface Common {
  readonly in: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addNew(
  policy: Command,
  context: CommandContext,
  end: (code: ExitCode) => void,
): void {
  const parent = policy
    .command('new')
    .description('write a permission, a role, a rule or a case, each with its test')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false);
  addPermission(parent, context, end);
  addRole(parent, context, end);
  addRule(parent, context, end);
  addCase(parent, context, end);
}

function addPermission(parent: Command, context: CommandContext, end: (code: ExitCode) => void) {
  common(parent.command('permission'))
    .description('a permission, the roles that get it, and a test of who holds it')
    .argument('<name>', 'thing:deed, as loans:approve')
    .requiredOption('--description <text>', 'what who has it may do')
    .addOption(
      new Option('--without <effect>', 'what lacking it does: null and an error, or not to be seen')
        .choices(['deny', 'hide'])
        .default('deny'),
    )
    .option('--role <role...>', 'roles that get it')
    .action(async (name: string, options: PermissionOptions) => {
      const { newPermission } = await import('../../workbench/new/new-permission.ts');
      const { placeOf, writePlan } = await import('./write-plan.ts');
      const { description, without, role: roles = [] } = options;
      const plan = newPermission(await placeOf(options.in), { name, description, without, roles });
      end(writePlan(context.terminal, plan, options));
    });
}

interface PermissionOptions extends Common {
  readonly description: string;
  readonly without: 'deny' | 'hide';
  readonly role?: readonly string[];
}

function addRole(parent: Command, context: CommandContext, end: (code: ExitCode) => void) {
  common(parent.command('role'))
    .description('a role, and cases of what it may and may not')
    .argument('<name>', 'in capitals, as CLERK')
    .requiredOption('--description <text>', 'whom it is for')
    .option('--permission <permission...>', 'what it may')
    .option('--like <role>', 'what this role may, too')
    .action(async (name: string, options: RoleOptions) => {
      const { newRole } = await import('../../workbench/new/new-role.ts');
      const { placeOf, writePlan } = await import('./write-plan.ts');
      const { versionAt } = await import('./version-at.ts');
      const { description, permission: permissions = [], like } = options;
      const place = await placeOf(options.in);
      const role = { name, description, permissions, like };
      const plan = await newRole(place, await versionAt(place.folder), role);
      end(writePlan(context.terminal, plan, options));
    });
}

interface RoleOptions extends Common {
  readonly description: string;
  readonly permission?: readonly string[];
  readonly like?: string;
}

function addRule(parent: Command, context: CommandContext, end: (code: ExitCode) => void) {
  common(parent.command('rule'))
    .description('what a field asks for, how it is masked, or on what conditions it is open')
    .argument('<field>', 'Type.field')
    .option('--asks <permission...>', 'in the schema: all of them are needed')
    .addOption(
      new Option('--mask <kind>', 'what is shown to whom --permission is all that lacks').choices([
        'year',
        'last4',
        'hash',
        'null',
        'round',
        'bucket',
      ]),
    )
    .option('--permission <permission>', 'of --mask')
    .option('--step <number>', 'of --mask round and bucket')
    .option('--at-most <argument=number>', 'a condition: the argument is no larger')
    .option('--one-of <argument=values>', 'a condition: the argument is one of them: a,b,c')
    .option('--hours <from-to>', 'a condition: in these hours in UTC: 06:00-20:00')
    .option('--unless <permission>', 'lifts the condition')
    .option('--description <text>', 'why there is the condition')
    .action(async (field: string, options: Common & RuleOptions) => {
      const { newRule } = await import('../../workbench/new/new-rule.ts');
      const { placeOf, writePlan } = await import('./write-plan.ts');
      const { versionAt } = await import('./version-at.ts');
      const rule = parseRule(field, options);
      const place = await placeOf(options.in);
      const plan = await newRule(place, await versionAt(place.folder), rule);
      end(writePlan(context.terminal, plan, options));
    });
}

function addCase(parent: Command, context: CommandContext, end: (code: ExitCode) => void) {
  common(parent.command('case'))
    .description('an authorization case; it expects what is decided now, unless it is said')
    .argument('<sentence>', 'as: an analyst sees the year of birth only')
    .requiredOption('--role <role>', 'who asks')
    .requiredOption('--field <coordinate>', 'for what')
    .option('--expect <effect:reason>', 'as deny:MISSING_PERMISSION')
    .option('--file <name>', 'of test/cases', 'reading.yaml')
    .action(async (name: string, options: CaseOptions) => {
      const { newCase } = await import('../../workbench/new/new-case.ts');
      const { placeOf, writePlan } = await import('./write-plan.ts');
      const { versionAt } = await import('./version-at.ts');
      const { role, field: coordinate, file } = options;
      if (!/^[a-z0-9-]+\.yaml$/.test(file))
        throw new UsageError(`--file takes name.yaml, not ${file}`);
      const place = await placeOf(options.in);
      const expect = parseExpectation(options.expect);
      const one = { name, role, coordinate, file, expect };
      end(
        writePlan(
          context.terminal,
          await newCase(place, await versionAt(place.folder), one),
          options,
        ),
      );
    });
}

interface CaseOptions extends Common {
  readonly role: string;
  readonly field: string;
  readonly expect?: string;
  readonly file: string;
}

function parseExpectation(text: string | undefined) {
  if (text === undefined) return undefined;
  const [effect, reason, ...rest] = text.split(':');
  const known = (['allow', 'mask', 'deny', 'hide'] as const).find((each) => each === effect);
  if (known === undefined || !reason || rest.length > 0) {
    throw new UsageError(`--expect takes effect:REASON, as deny:MISSING_PERMISSION, not ${text}`);
  }
  return { effect: known, reason };
}

function common(command: Command): Command {
  return command
    .option('--in <folder>', 'the policies folder', 'policies')
    .option('--dry-run', 'show what would be written, and write nothing')
    .option('--json', 'print it as JSON')
    .addHelpText('before', EXAMPLES);
}
