import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../gateway/policy/index.ts';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';
import { rootPath } from '../root.ts';
import { createTerminal } from '../terminal.ts';
import { watchPolicies } from './watch-policies.ts';

const opa = await findOpa(opaPlaces());
const environment = { PATH: process.env.PATH, OPA: process.env.OPA };

let parent: string;
let folder: string;
let said: string;
let published: Uint8Array[];
let stop: () => void;
let waiting: { readonly text: string; readonly resolve: () => void } | undefined;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'payscope-watch-'));
  folder = join(parent, 'policies');
  await cp(rootPath('policies'), folder, { recursive: true });
  said = '';
  published = [];
  waiting = undefined;
  const stream = {
    write: (text: string) => {
      said += text;
      if (waiting && said.includes(waiting.text)) waiting.resolve();
    },
  };
  stop = watchPolicies({
    folder,
    environment,
    first: await readFile(join(folder, 'bundle/bundle.tar.gz')),
    terminal: createTerminal({ stdout: stream, stderr: stream }, {}),
    policy: {
      publish: async (bundle) => {
        published.push(bundle);
        return { serial: published.length };
      },
    },
  });
});
afterEach(async () => {
  stop();
  await rm(parent, { recursive: true });
});

function told(text: string): Promise<void> {
  return new Promise((resolve) => {
    waiting = { text, resolve };
    if (said.includes(text)) resolve();
  });
}

function withClerk(roles: string): string {
  const clerk = '"CLERK": { "description": "Looks payments up.", "permissions": [] }';
  return roles.replace('"ANALYST"', `${clerk}, "ANALYST"`);
}

describe.skipIf(opa.kind === 'missing')('what is saved under policies/', () => {
  it('is built and signed, and told', async () => {
    const roles = join(folder, 'roles/data.json');
    const text = await readFile(roles, 'utf8');
    await writeFile(roles, withClerk(text));
    await told('built and signed, serial 1');
    const { roles: built } = await readBundle(published[0] ?? new Uint8Array());
    expect(built).toContain('CLERK');
  });

  it('is told by file and line when it does not compile, and mended the next time', async () => {
    const rules = join(folder, 'payscope/authz/decisions.rego');
    const text = await readFile(rules, 'utf8');
    await appendFile(rules, '\nbroken := \n');
    await told('the last good policy stays in force');
    await told('decisions.rego:');
    expect(said).toMatch(/payscope\/authz\/decisions\.rego:\d+/);
    expect(published).toEqual([]);
    await writeFile(rules, `${text}\n# Mended.\n`);
    await told('built and signed, serial 1');
  });

  it('is not put in force when it does not fit what is beside it', async () => {
    const roles = join(folder, 'roles/data.json');
    const text = await readFile(roles, 'utf8');
    await writeFile(roles, text.replace('"ANALYST"', '"ANALYSTS"'));
    await told('the last good policy stays in force');
    await told('ANALYST is no role of policies/roles/data.json');
    expect(published).toEqual([]);
  });

  it('is not built when it is a test', async () => {
    await writeFile(join(folder, 'payscope/authz/more_test.rego'), 'package payscope.authz_test\n');
    const roles = join(folder, 'roles/data.json');
    await writeFile(roles, withClerk(await readFile(roles, 'utf8')));
    await told('serial 1');
    expect(published).toHaveLength(1);
  });
});
