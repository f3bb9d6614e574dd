/** docs/lifecycle.md lists the stages of `answer`, in their order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const code = readFileSync(join(ROOT, 'gateway/pipeline/index.ts'), 'utf8');
const page = readFileSync(join(ROOT, 'docs/lifecycle.md'), 'utf8');

/** Calls by which one stage's result becomes the next one's input. */
const stagesOf = (name: string) => {
  const [, body = ''] =
    new RegExp(`function ${name}\\([^]*?\\{\\n([^]*?)\\n\\}\\n`).exec(code) ?? [];
  const calls = body.matchAll(/(?:const \w+ =|return)(?: await)? ([a-z]+)\(/g);
  return Array.from(calls, ([, stage]) => stage).filter((stage) => stage !== 'refuse');
};

it('the page has the stages of the code, as a table and in the drawing', () => {
  const admitted = stagesOf('admit');
  const answered = stagesOf('answer');
  expect([admitted.length, answered.length]).toEqual([3, 12]);
  const rows = Array.from(
    page.matchAll(/^\| (?!stage )([a-z]+) \| [^|]*→/gm),
    ([, stage]) => stage,
  );
  expect(rows).toEqual([...admitted, ...answered]);
  expect(page).toContain(admitted.join(' --> '));
  expect(page).toContain(answered.join(' --> '));
});
