import { describe, expect, it } from 'vitest';
import { readPageSize, toPage } from './connection.ts';

const COORDINATE = 'Query.payments(first:)';

describe('the page size', () => {
  it.each([
    [1, 1],
    [200, 200],
    [null, 50],
    [undefined, 50],
  ])('of %s is %d', (first, size) => {
    expect(readPageSize(first, COORDINATE)).toBe(size);
  });

  it.each([0, -1, 201, 1.5, Number.NaN])('of %d is refused', (first) => {
    expect(() => readPageSize(first, COORDINATE)).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        details: expect.objectContaining({ reason: 'PAGE_SIZE', coordinate: COORDINATE }),
      }),
    );
  });
});

describe('a page', () => {
  const cursorOf = (node: string) => `cursor of ${node}`;

  it('leaves out the row that only says whether more follow', () => {
    const page = toPage({ rows: ['a', 'b', 'c'], size: 2, after: undefined, cursorOf });
    expect(page).toEqual({
      edges: [
        { node: 'a', cursor: 'cursor of a' },
        { node: 'b', cursor: 'cursor of b' },
      ],
      pageInfo: {
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: 'cursor of a',
        endCursor: 'cursor of b',
      },
    });
  });

  it('says that rows came before when it continues behind one', () => {
    const page = toPage({ rows: ['c'], size: 2, after: 'cursor of b', cursorOf });
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('of no rows has no cursors', () => {
    const page = toPage({ rows: [], size: 2, after: null, cursorOf });
    expect(page).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});
