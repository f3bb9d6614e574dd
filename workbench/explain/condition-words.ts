/** Conditions in words. */
import { z } from 'zod';
import type { VersionCondition } from '../version-data.ts';

const bounds = z.looseObject({
  argument: z.string().optional(),
  limit: z.unknown().optional(),
  values: z.array(z.unknown()).optional(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
});

/** @example conditionWords({ kind: 'at_most', argument: 'first', limit: 100 }) // 'first is at most 100' */
export function conditionWords(condition: VersionCondition): string {
  const { argument = '?', limit, values = [], from, to } = bounds.parse(condition);
  switch (condition.kind) {
    case 'at_most':
      return `${argument} is at most ${text(limit)}`;
    case 'one_of':
      return `${argument} is one of ${values.map(text).join(', ')}`;
    case 'within':
      return `${argument} is from ${text(from)} to ${text(to)}`;
    case 'hours':
      return `it is from ${text(from)} to ${text(to)} UTC`;
    case 'period':
      return `it is from ${text(from)} until ${text(to)}`;
    case 'elevatable':
      return `${argument} is a permission that can be given for a time`;
    default:
      return condition.kind;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
