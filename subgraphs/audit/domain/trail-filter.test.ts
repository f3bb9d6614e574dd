import { expect, it } from 'vitest';
import type { AuditFilter } from '../resolvers.generated.ts';
import { checkTrailFilter } from './trail-filter.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

it.each<[string, AuditFilter]>([
  ['nothing', {}],
  ['explicit nulls', { decisionId: null, from: null, to: null }],
  ['an instant', { from: day('2026-01-01'), to: day('2026-01-01') }],
])('takes %s', (_what, filter) => {
  expect(checkTrailFilter(filter)).toBe(filter);
});

it.each<[string, AuditFilter]>([
  ['a decision id that is none', { decisionId: '1' }],
  ['text with NUL', { role: 'a\0' }],
  ['an end before the start', { from: day('2026-01-02'), to: day('2026-01-01') }],
])('refuses %s', (_what, filter) => {
  const checking = () => checkTrailFilter(filter);
  expect(checking).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});
