/** Whether an answer reveals what another, to someone with more rights, does not. */
import type { Answered } from '../conformance/gateway.ts';

/**
 * @param raw the same operation's answer to whom nothing is denied.
 * @returns where, and what.
 */
export function revealedMore(
  lesser: Answered['outcome'],
  greater: Answered['outcome'],
  raw: Answered['outcome'],
): string | undefined {
  if (lesser.kind === 'failed') return `neither answered nor invalid: ${lesser.text}`;
  if (lesser.kind === 'invalid') return undefined;
  if (greater.kind !== 'answered') return `answered: ${JSON.stringify(lesser.data)}`;
  const rawData = raw.kind === 'answered' ? raw.data : undefined;
  return moreIn(lesser.data, greater.data, rawData, []);
}

function moreIn(
  lesser: unknown,
  greater: unknown,
  raw: unknown,
  path: readonly (string | number)[],
): string | undefined {
  if (lesser === null || lesser === undefined || lesser === greater) return undefined;
  const told = `${path.join('.')}: ${JSON.stringify(lesser)}, not ${JSON.stringify(greater)}`;
  if (greater === null || greater === undefined) return told;
  if (typeof lesser !== 'object' || typeof greater !== 'object') {
    // A mask in the place of the value is less; the value in the place of a mask is more.
    return lesser !== raw && greater === raw ? undefined : told;
  }
  const others = new Map(Object.entries(greater));
  const raws = new Map(Object.entries(raw ?? {}));
  for (const [key, inner] of Object.entries(lesser)) {
    const more = moreIn(inner, others.get(key), raws.get(key), [...path, key]);
    if (more) return more;
  }
  return undefined;
}
