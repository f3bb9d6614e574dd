import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a misspelt option is refused with the usage and exit code 2, and nothing is generated', () => {
  const gen = join(import.meta.dirname, 'gen.ts');
  const { status, stderr } = spawnSync(process.execPath, [gen, '--chek'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toBe('usage: node tools/gen.ts [--check]\n');
});
