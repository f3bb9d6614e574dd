import { execFile } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { pinnedVersion } from '../workbench/opa.ts';
import { loadCommittedPolicy, readPolicyFixture } from './support/policy.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const json = (path: string): ReturnType<typeof JSON.parse> => JSON.parse(read(path));

const policy = await loadCommittedPolicy();
const { requirements } = readPolicyFixture();
const ROLES = [...policy.roles];

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

describe('examples of the input', () => {
  it('are there for every role, and the editor offers each', () => {
    expect(readdirSync(join(ROOT, 'policies/examples')).sort()).toEqual(ROLES.toSorted());
    expect(json('.vscode/tasks.json').inputs[0].options).toEqual(ROLES.toSorted());
  });

  it.each(ROLES)('of %s ask only what the policy decides', (role) => {
    const input = json(`policies/examples/${role}/input.json`);
    const table = policy.tableFor({ role: input.subject.role });
    expect(input.subject).toEqual({ role });
    for (const coordinate of input.coordinates) {
      expect(requirements, coordinate).toHaveProperty([coordinate]);
      expect(table.decide(coordinate).reason, coordinate).not.toBe('NOT_MENTIONED');
    }
    const decisions = policy.decideConditional({
      attributes: { role },
      now: new Date(input.now),
      grants: [],
      uses: input.uses,
    });
    expect(decisions.map(({ reason }) => reason)).not.toContain('POLICY_FAILED');
  });
});

it('the editor uses the pinned compiler, where npm run opa:install puts it', () => {
  expect(json('.vscode/settings.json')['opa.path']).toBe(
    `\${workspaceFolder}/node_modules/.cache/payscope/opa-${pinnedVersion()}`,
  );
});

it('every path with an owner exists', () => {
  const lines = read('.github/CODEOWNERS').split('\n');
  const paths = lines.filter((line) => line.startsWith('/')).map((line) => line.split(/\s+/)[0]);
  expect(paths.length).toBeGreaterThan(5);
  for (const path of paths) expect(existsSync(join(ROOT, path ?? '')), path).toBe(true);
});

describe('the workflow for pull requests', () => {
  const workflow: Workflow = parse(read('.github/workflows/policy.yml'));
  const runs = Object.values(workflow.jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  );

  it('runs scripts there are', () => {
    const { scripts } = json('package.json');
    for (const run of runs) {
      const script = /npm run (\S+)/.exec(run)?.[1];
      if (script !== undefined) expect(scripts).toHaveProperty([script]);
    }
  });

  const commands = runs.flatMap((run) => /npx payscope (.*?)(?: >>? \S+)?$/.exec(run)?.[1] ?? []);
  it.each(commands)('calls the command as it takes it: %s', async (command) => {
    const [group = '', name = '', ...rest] = command.split(' ');
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(ROOT, 'cli/bin.js'),
      ...[group, name, '--help'],
    ]);
    const options = rest.filter((word) => word.startsWith('--'));
    for (const option of options) expect(stdout).toContain(option);
    const format = rest[rest.indexOf('--format') + 1];
    expect(stdout).toContain(format);
  });

  it('has four of them', () => {
    expect(commands).toHaveLength(4);
    expect(globSync('.github/workflows/*.yml', { cwd: ROOT })).toHaveLength(1);
  });
});
