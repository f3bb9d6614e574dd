import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOpa, opaPlaces } from '../../workbench/opa.ts';
import { WorkbenchError } from '../../workbench/workbench-error.ts';
import { generatePolicy, generateSchemas } from './artifacts.ts';

const ROOT = join(import.meta.dirname, '../..');
const missing = { kind: 'missing', explanation: 'Get it with `npm run opa:install`.' } as const;
const opa = await findOpa(opaPlaces());

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'payscope-gen-'));
  for (const folder of ['schema', 'policies']) {
    cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function edit(path: string, replace: (text: string) => string): void {
  writeFileSync(join(root, path), replace(readFileSync(join(root, path), 'utf8')));
}

describe('the schemas', () => {
  it.each([...generateSchemas(ROOT).files])('%s is as committed', (path, content) => {
    expect(content).toBe(readFileSync(join(ROOT, path), 'utf8'));
  });

  it('leave no coordinate closed by oversight', () => {
    expect(generateSchemas(ROOT).notes.join()).not.toContain('no rule mentions it');
  });

  it('list a new field that no rule mentions', () => {
    edit('schema/facts.graphql', (sdl) =>
      sdl.replace('type Query {', 'type Query {\n  fresh: Int'),
    );
    const note = 'Query.fresh: no rule mentions it, so it is hidden';
    expect(generateSchemas(root).notes).toContain(note);
  });

  it.each([
    [
      'do not compose',
      (sdl: string) => sdl.replace('valueDate: Date', 'valueDate: Dat'),
      /compose/,
    ],
    [
      'name an unknown permission',
      (sdl: string) => sdl.replaceAll('facts:write', 'facts:wrote'),
      /names facts:wrote/,
    ],
    [
      'make a field non-null that policy may deny',
      (sdl: string) => sdl.replace('birthDate: Date', 'birthDate: Date!'),
      /AccountHolder\.birthDate: Date! must be nullable/,
    ],
    [
      'leave an input field without what it reveals',
      (sdl: string) => sdl.replace(/(minAmount: MinorUnits) @reveals\(.*\)/, '$1'),
      /PaymentFilter\.minAmount does not say what it reveals; write @reveals\(coordinates: \["Type\.field"\]\)/,
    ],
    [
      'leave a filter without what it reveals',
      (sdl: string) => sdl.replace(/(filter: PaymentFilter) @reveals\(.*\)/, '$1'),
      /Query\.payments\(filter:\) does not say what it reveals/,
    ],
    [
      'leave an order without what it reveals',
      (sdl: string) => sdl.replace(/(AMOUNT_DESC) @reveals\(.*\)/, '$1'),
      /PaymentOrder\.AMOUNT_DESC does not say what it reveals/,
    ],
    [
      'reveal a field that is not there',
      (sdl: string) => sdl.replaceAll('"Payment.amount"', '"Payment.amuont"'),
      /PaymentFilter\.minAmount reveals Payment\.amuont, which the supergraph does not have/,
    ],
    [
      'use an access directive that is not imported',
      (sdl: string) =>
        sdl.replaceAll('@policy(policies: [["pii:read"]])', '@pol(policies: [["pii:read"]])'),
      /facts: AccountHolder\.birthDate: @pol is linked from no specification/,
    ],
    [
      'define an access directive in place of importing it',
      (sdl: string) =>
        `${sdl.replace(/"@policy",?\s*/, '')}\ndirective @policy(policies: [[String!]!]!) on OBJECT | FIELD_DEFINITION`,
      /facts: directive @policy is linked from no specification/,
    ],
  ])('are refused when they %s', (_name, change, message) => {
    edit('schema/facts.graphql', change);
    expect(() => generateSchemas(root)).toThrow(message);
  });
});

describe('without the compiler', () => {
  it('the committed bundle is kept when it is of these sources, and it is said so', async () => {
    const { files, notes } = await generatePolicy(root, missing, generateSchemas(root).checked);
    const committed = readFileSync(join(ROOT, 'policies/bundle/bundle.tar.gz'));
    expect(committed.equals(Buffer.from(files.get('policies/bundle/bundle.tar.gz') ?? ''))).toBe(
      true,
    );
    expect(files.get('docs/access-matrix.md')).toBe(
      readFileSync(join(ROOT, 'docs/access-matrix.md'), 'utf8'),
    );
    expect(notes.join()).toMatch(/could not be rebuilt.*npm run opa:install/);
  });

  it.each([
    ['Rego', 'policies/payscope/authz/conditions.rego', (text: string) => `${text}# edited\n`],
    [
      'role data',
      'policies/roles/data.json',
      (text: string) => text.replace('"audit:read"', '"pii:read"'),
    ],
  ])('an edit of %s is found stale, with the command', async (_name, path, change) => {
    edit(path, change);
    const { checked } = generateSchemas(root);
    const made = generatePolicy(root, missing, checked);
    await expect(made).rejects.toThrow(WorkbenchError);
    await expect(made).rejects.toThrow(/is stale[\s\S]*npm run opa:install/);
  });

  it('a bundle that is not there is explained', async () => {
    rmSync(join(root, 'policies/bundle'), { recursive: true });
    const made = generatePolicy(root, missing, generateSchemas(root).checked);
    await expect(made).rejects.toThrow(/is not there[\s\S]*npm run opa:install/);
  });
});

describe.skipIf(opa.kind === 'missing')('with the compiler', () => {
  it('an edit of the role data shows in the access matrix', async () => {
    edit('policies/roles/data.json', (text) =>
      text.replace('["facts:read", "audit:read"]', '["facts:read", "audit:read", "pii:read"]'),
    );
    const { files } = await generatePolicy(root, opa, generateSchemas(root).checked);
    const line = '| `AccountHolder.gender` | denied | denied | yes | yes | denied |';
    expect(String(files.get('docs/access-matrix.md'))).toContain(line);
  });
});

describe('the policy data is refused', () => {
  it.each([
    [
      'that is no JSON',
      'roles',
      (text: string) => text.slice(1),
      'policies/roles/data.json is not JSON',
    ],
    [
      'that misspells a key',
      'permissions',
      (text: string) => text.replace('"without"', '"witout"'),
      'policies/permissions/data.json is not what it should be',
    ],
    [
      'that has a condition of no known kind',
      'conditions',
      (text: string) => text.replace('"at_most"', '"at_least"'),
      'policies/conditions/data.json is not what it should be',
    ],
    [
      'whose condition an input gets round',
      'conditions',
      (text: string) =>
        text.replace(
          '"rules": {',
          '"rules": { "Payment.amount": [{ "description": "By day.", "kind": "hours", "from": "08:00", "to": "18:00" }],',
        ),
      'PaymentFilter.minAmount reveals Payment.amount, whose conditions would not hold there',
    ],
  ])('%s', (_name, folder, change, message) => {
    edit(`policies/${folder}/data.json`, change);
    expect(() => generateSchemas(root)).toThrow(message);
  });
});
