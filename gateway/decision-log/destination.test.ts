import { expect, test } from 'vitest';
import { parseDestination } from './destination.ts';

test.each([
  ['off', { kind: 'off' }],
  ['stdout', { kind: 'stdout' }],
  ['file:log/decisions.jsonl', { kind: 'file', file: 'log/decisions.jsonl' }],
  ['file:///var/log/decisions.jsonl', { kind: 'file', file: '/var/log/decisions.jsonl' }],
  ['https://logs.example/v1', { kind: 'http', url: 'https://logs.example/v1' }],
  ['file:', undefined],
  ['https://user:secret@logs.example', undefined],
  ['https://logs.example/?token=1', undefined],
  ['ftp://logs.example', undefined],
  ['', undefined],
])('DECISION_LOG=%s', (text, destination) => {
  expect(parseDestination(text)).toEqual(destination);
});
