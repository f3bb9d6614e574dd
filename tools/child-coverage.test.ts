import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addUp, countLines, v8Dump } from './child-coverage.ts';

/** Line 3 runs in the child, line 6 does not; types are there to be stripped. */
const SOURCE = `interface Shape { readonly side: number }
export function area(shape: Shape): number {
  return shape.side ** 2;
}
export function grow(shape: Shape, by: number): Shape {
  return { side: shape.side * by };
}
area({ side: 2 } satisfies Shape);
`;

let dir: string;
let path: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'payscope-coverage-'));
  path = join(dir, 'shape.ts');
  writeFileSync(path, SOURCE);
});
afterAll(() => rmSync(dir, { recursive: true }));

function report(hits: Readonly<Record<string, number>>) {
  const at = (line: number, column: number) => ({ start: { line, column } });
  return { x: { path, statementMap: { 0: at(3, 2), 1: at(6, 2), 2: at(8, 0) }, s: hits } };
}

it('a line counts when a child process ran it, and not when none did', () => {
  execFileSync(process.execPath, [path], { env: { NODE_V8_COVERAGE: join(dir, 'raw') } });
  const dumps = readdirSync(join(dir, 'raw')).map((file) =>
    v8Dump.parse(JSON.parse(readFileSync(join(dir, 'raw', file), 'utf8'))),
  );
  const read = () => SOURCE;
  expect(countLines(report({ 0: 0, 1: 0, 2: 0 }), dumps, read).get(path)).toEqual({
    covered: 2,
    total: 3,
  });
  expect(countLines(report({ 0: 0, 1: 1, 2: 0 }), dumps, read).get(path)).toEqual({
    covered: 3,
    total: 3,
  });
  expect(countLines(report({ 0: 0, 1: 1, 2: 0 }), [], read).get(path)).toEqual({
    covered: 1,
    total: 3,
  });
});

it('files add up', () => {
  const counts = [
    { covered: 1, total: 2 },
    { covered: 3, total: 4 },
  ];
  expect(addUp(counts)).toEqual({ covered: 4, total: 6 });
});
