/** The lines two texts differ in. */

export interface LineChange {
  readonly sign: '+' | '-';
  /** In the later text for `+`, in the earlier one for `-`; from 1. */
  readonly line: number;
  readonly text: string;
}

/** By their longest common subsequence; for texts of a few hundred lines. */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const [from, to] = [linesOf(before), linesOf(after)];
  const lengths = commonLengths(from, to);
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      i += 1;
      j += 1;
    } else if (i < from.length && (j >= to.length || at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ sign: '-', line: i + 1, text: from[i] ?? '' });
      i += 1;
    } else {
      changes.push({ sign: '+', line: j + 1, text: to[j] ?? '' });
      j += 1;
    }
  }
  return changes;
}

/** Of what follows line i of the one and line j of the other. */
function commonLengths(from: readonly string[], to: readonly string[]): readonly number[][] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Array(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i -= 1) {
    const [row, next] = [lengths[i] ?? [], lengths[i + 1] ?? []];
    for (let j = to.length - 1; j >= 0; j -= 1) {
      row[j] = from[i] === to[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
