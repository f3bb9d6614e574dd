/** Forward-only connections (Relay cursor connections specification §4) over keyset queries. */
import { Refusal } from '../errors/index.ts';

export interface Page<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 200;

/**
 * The page size asked for; an explicit null means the default.
 * @throws {Refusal} BAD_USER_INPUT outside 1 to 200.
 * @example const size = readPageSize(args.first, 'Query.payments(first:)');
 */
export function readPageSize(
  first: number | null | undefined,
  coordinate: string,
  sizeDefault = PAGE_SIZE_DEFAULT,
): number {
  const size = first ?? sizeDefault;
  if (Number.isInteger(size) && size >= 1 && size <= PAGE_SIZE_MAX) return size;
  throw new Refusal('BAD_USER_INPUT', `first takes 1 to ${PAGE_SIZE_MAX}, got ${size}.`, {
    reason: 'PAGE_SIZE',
    coordinate,
    hint: `Leave it out for ${sizeDefault}; page on with after.`,
  });
}

/**
 * A page of up to `size` rows. Query one row more: it says whether another page follows.
 * @example toPage({ rows, size, after: args.after, cursorOf: (row) => cursors.encode(...) })
 */
export function toPage<Node>(parts: {
  readonly rows: readonly Node[];
  readonly size: number;
  readonly after: string | null | undefined;
  readonly cursorOf: (node: Node) => string;
}): Page<Node> {
  const edges = parts.rows
    .slice(0, parts.size)
    .map((node) => ({ node, cursor: parts.cursorOf(node) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: parts.rows.length > parts.size,
      // A cursor is only ever made for a row, and rows stay: so at least that one came before.
      hasPreviousPage: typeof parts.after === 'string',
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
