/** Refuses an operation over one of its role's limits, and says which, by how much, what to do. */
import { Refusal } from '../../lib/errors/index.ts';
import { type DocumentLimits, type Excess, findExcess } from '../operation/limits.ts';
import type { ParsedOperation } from './types.ts';

/**
 * Runs before validation, whose rules may take quadratic time or worse.
 * @throws {Refusal} OPERATION_TOO_COMPLEX, GRAPHQL_VALIDATION_FAILED (fragments that go round)
 */
export function checkLimits(parsed: ParsedOperation, limits: DocumentLimits): void {
  const excess = findExcess(parsed.document, parsed.fragments, limits);
  if (excess) throw refusalFor(excess);
}

/** What each limit counts, and what to do about it. */
const LIMITS: Readonly<Record<Excess['limit'], readonly [string, string]>> = {
  tokens: ['tokens', 'Send a shorter document; pass values as variables.'],
  depth: ['fields inside one another', 'Ask for less depth, or start from a field further in.'],
  aliases: ['aliases, fragments expanded', 'Use fewer aliases, or several operations.'],
  root_fields: ['fields at the root', 'Split the operation into several.'],
  directives: ['directives, fragments expanded', 'Use fewer directives.'],
  fields: ['fields, fragments expanded', 'Ask for fewer fields, or in several operations.'],
  introspection_depth: [
    'introspection lists inside one another',
    'Ask for types, their fields and their arguments; follow types by name.',
  ],
  definitions: ['operations and fragments', 'Send only the operation to run and its fragments.'],
  selections: ['selections, fragments expanded', 'Spread fragments less often.'],
  overlaps: ['selections that must be merged with one another', 'Select each field once.'],
  circular: ['fragments that spread themselves', 'Let no fragment spread itself.'],
};

function refusalFor({ limit, max, actual, fragment }: Excess): Refusal {
  const [what, hint] = LIMITS[limit];
  if (limit === 'circular') {
    return new Refusal('GRAPHQL_VALIDATION_FAILED', `Fragment "${fragment}" spreads itself.`, {
      hint,
    });
  }
  return new Refusal('OPERATION_TOO_COMPLEX', `The operation has over ${max} ${what}.`, {
    reason: `${limit.toUpperCase()}_LIMIT`,
    hint,
    limit: { name: limit, max, actual },
  });
}
