import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkbenchError } from '../../workbench/workbench-error.ts';
import { runSteps, type Step } from './run-steps.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'payscope-gen-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const making = (path: string, text: string | Uint8Array): Step => ({
  name: path,
  make: async () => ({ files: new Map([[path, text]]), notes: [] }),
});

const refusing: Step = {
  name: 'refused',
  make: async () => {
    throw new WorkbenchError('schema and policy do not fit', ['Query.a names raed']);
  },
};

async function run(mode: 'write' | 'check', ...steps: readonly Step[]) {
  const lines: string[] = [];
  const clean = await runSteps(steps, { root, mode, say: (line) => lines.push(line) });
  return { clean, said: lines.join('\n') };
}

describe('gen', () => {
  it('writes files with their folders, text or bytes, and is clean', async () => {
    const { clean } = await run(
      'write',
      making('a/b.txt', 'text'),
      making('c.bin', Buffer.of(1, 2)),
    );
    expect(clean).toBe(true);
    expect(readFileSync(join(root, 'a/b.txt'), 'utf8')).toBe('text');
    expect([...readFileSync(join(root, 'c.bin'))]).toStrictEqual([1, 2]);
  });

  it('leaves a file alone that is the same already', async () => {
    await run('write', making('a.txt', 'text'));
    const before = statSync(join(root, 'a.txt'), { bigint: true }).mtimeNs;
    await run('write', making('a.txt', 'text'));
    expect(statSync(join(root, 'a.txt'), { bigint: true }).mtimeNs).toBe(before);
  });

  it('goes on after a step that is refused, says why, and is not clean', async () => {
    const { clean, said } = await run('write', refusing, making('a.txt', 'text'));
    expect(clean).toBe(false);
    expect(said).toContain('Query.a names raed');
    expect(existsSync(join(root, 'a.txt'))).toBe(true);
  });

  it('stops at a fault, which is no refusal', async () => {
    const make = async () => {
      throw new TypeError('a mistake of ours');
    };
    await expect(run('write', { name: 'broken', make })).rejects.toThrow(TypeError);
  });
});

describe('gen --check', () => {
  it('is clean when every file is as it would be written', async () => {
    await run('write', making('a.txt', 'text'));
    expect((await run('check', making('a.txt', 'text'))).clean).toBe(true);
  });

  it.each([
    ['differs', 'old'],
    ['is not there', undefined],
  ])('names the file that %s and the command, and writes nothing', async (_name, before) => {
    if (before !== undefined) writeFileSync(join(root, 'a.txt'), before);
    const { clean, said } = await run('check', making('a.txt', 'new'));
    expect(clean).toBe(false);
    expect(said).toMatch(/stale: a\.txt \(run `npm run gen`\)/);
    expect(existsSync(join(root, 'a.txt'))).toBe(before !== undefined);
  });

  it('is not clean when a later step is, but an earlier one was not', async () => {
    const { clean } = await run('check', making('missing.txt', 'x'), {
      ...making('a', ''),
      make: async () => ({ files: new Map(), notes: [] }),
    });
    expect(clean).toBe(false);
  });
});
