/** Whether a document is within limits, before anything is done with it that grows with its size. */
import type { DocumentNode } from 'graphql';
import type { Fragments } from './collect.ts';
import { type Measures, measure } from './measure.ts';
import { countOverlaps } from './overlaps.ts';

/** The limits of a class of principal that a document is held against; the policy's names. */
export interface DocumentLimits {
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly root_fields: number;
  readonly directives: number;
  readonly fields: number;
  readonly introspection_depth: number;
}

/** What went over which limit. */
export interface Excess {
  readonly limit: keyof DocumentLimits | 'definitions' | 'selections' | 'overlaps' | 'circular';
  readonly max: number;
  /** What the document has; where counting ended early, at least that. */
  readonly actual: number;
  /** The fragment that spreads itself, where that is what is wrong. */
  readonly fragment?: string;
}

/** The same for every role: they bound the work of validation itself. */
const DEFINITIONS_MAX = 300;
const SELECTIONS_MAX = 10_000;
const OVERLAPS_MAX = 20_000;

/** The first limit that is exceeded, from the cheapest to find out to the dearest. */
export function findExcess(
  document: DocumentNode,
  fragments: Fragments,
  limits: DocumentLimits,
): Excess | undefined {
  const tokens = countTokens(document, limits.tokens);
  if (tokens > limits.tokens) return { limit: 'tokens', max: limits.tokens, actual: tokens };
  const definitions = document.definitions.length;
  if (definitions > DEFINITIONS_MAX) {
    return { limit: 'definitions', max: DEFINITIONS_MAX, actual: definitions };
  }
  const measured = measure(document, fragments);
  if ('circular' in measured) {
    return { limit: 'circular', max: 0, actual: 1, fragment: measured.circular };
  }
  const excess = counted(measured, limits).find(({ max, actual }) => actual > max);
  if (excess) return excess;
  const overlaps = countOverlaps(document, fragments, OVERLAPS_MAX);
  if (overlaps <= OVERLAPS_MAX) return undefined;
  return { limit: 'overlaps', max: OVERLAPS_MAX, actual: overlaps };
}

function counted(measured: Measures, limits: DocumentLimits): readonly Excess[] {
  return [
    { limit: 'depth', max: limits.depth, actual: measured.depth },
    { limit: 'root_fields', max: limits.root_fields, actual: measured.rootFields },
    { limit: 'aliases', max: limits.aliases, actual: measured.aliases },
    { limit: 'directives', max: limits.directives, actual: measured.directives },
    { limit: 'fields', max: limits.fields, actual: measured.fields },
    {
      limit: 'introspection_depth',
      max: limits.introspection_depth,
      actual: measured.introspectionDepth,
    },
    { limit: 'selections', max: SELECTIONS_MAX, actual: measured.selections },
  ];
}

/** The lexer's own chain, comments included; the parser has bounded its length already. */
function countTokens(document: DocumentNode, max: number): number {
  let count = 0;
  let token = document.loc?.startToken.next;
  while (token && token.kind !== '<EOF>' && count <= max) {
    count += 1;
    token = token.next;
  }
  return count;
}
