import { expect, it } from 'vitest';
import { summarizeError } from './summarize-error.ts';

it.each([
  [
    'an error with its cause',
    '{"level":"error","err":{"message":"no"},"msg":"fetch"}',
    'fetch: no',
  ],
  ['a fatal one without', '{"level":"fatal","msg":"gone"}', 'gone'],
  ['what only looks like one', 'xx "level":"error" {', 'xx "level":"error" {'],
  ['news', '{"level":"info","msg":"listening"}', undefined],
  ['no JSON', 'hello', undefined],
])('shows of the log: %s', (_, line, shown) => {
  expect(summarizeError(line)).toBe(shown);
});
