/** "Did you mean": the names that a mistyped one is most like. */

/** More edits than this share of the name, and it is another name. */
const EDITS_SHARE = 0.4;

/**
 * At most three, nearest first; none when nothing is like it.
 * @example nearest('Payment.amuont', ['Payment.amount', 'Query.paths']) // ['Payment.amount']
 */
export function nearest(name: string, candidates: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase();
  const editsMax = Math.max(1, Math.floor(name.length * EDITS_SHARE));
  const near = [...candidates]
    .map((candidate) => ({
      candidate,
      edits: editsBetween(wanted, candidate.toLowerCase(), editsMax),
    }))
    .filter(({ edits }) => edits <= editsMax)
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  // What is much farther than the nearest is noise beside it.
  const least = near[0]?.edits ?? 0;
  return near
    .filter(({ edits }) => edits <= least + 1)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** @returns `did you mean \`a\` or \`b\`?`, or what to say instead when nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(name, candidates).map((each) => `\`${each}\``);
  return near.length === 0 ? otherwise : `did you mean ${near.join(' or ')}?`;
}

/** Levenshtein's distance, with a swap of neighbours as one edit; gives up past `max`. */
function editsBetween(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const plain = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwap ? Math.min(plain, at(before, j - 2) + 1) : plain);
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
