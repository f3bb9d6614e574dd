/** Whether an answer shows what is not the asking bank's. */
import type { Answered, Asked } from './asked.ts';
import { findCanaries, MADE_IDS } from './canaries.ts';
import type { Memory } from './memory.ts';
import type { Sent } from './sent.ts';

export interface Leak {
  readonly surface: string;
  /** Whose it is. */
  readonly owner: number;
  readonly text: string;
  readonly case?: { readonly asked: Asked; readonly answered: Answered };
  readonly where?: string;
}

export interface Judgement {
  readonly leaks: readonly Leak[];
  readonly own: number;
}

/** What was answered and asked before. */
export interface Known {
  readonly memory: Memory;
  readonly sent: Sent;
}

/** What an entry of the trail says was asked about, whether or not there is such a row. */
const ASKED_ABOUT = /"(?:\w+_)?entityIds":\[[^\]]*\]/g;

export function judge(asked: Asked, answered: Answered, { memory, sent }: Known): Judgement {
  let own = 0;
  const foreign = new Map<string, number>();
  const note = (text: string, owner: number): void => {
    if (owner === asked.bank) own += 1;
    else foreign.set(text, owner);
  };
  const all = `${answered.headers}\n${answered.body}`;
  findCanaries(all, ({ text, bank }) => note(text, bank));
  for (const [id] of all.matchAll(MADE_IDS)) {
    const owner = memory.ownerOf(id);
    if (owner !== undefined) note(id, owner);
  }
  if (foreign.size === 0) return { leaks: [], own };
  const leaks = [...foreign].flatMap(([text, owner]): readonly Leak[] => {
    // In the bank's own trail stands what the bank itself has asked about.
    const body = sent.has(asked.bank, text)
      ? answered.body.replaceAll(ASKED_ABOUT, '"entityIds":[]')
      : answered.body;
    const left = asked.body.includes(unquoted(text))
      ? withoutEchoes(asked, { ...answered, body }, text)
      : `${answered.headers}\n${body}`;
    return !left.includes(text)
      ? []
      : [{ surface: 'answer', owner, text, case: { asked, answered } }];
  });
  return { leaks, own };
}

/**
 * A message may repeat what its own caller sent; data may not, since then there is such a row. But a
 * subgraph that does not own an entity gives back the key it was asked with, known to it or not.
 */
function withoutEchoes({ kind, target }: Asked, { headers, body }: Answered, text: string): string {
  const errors = partOf(body, 'errors');
  const messages = Array.isArray(errors) ? errors.map((each) => JSON.stringify(each)) : [];
  const keys = kind === '_entities' && target !== 'facts' ? [`"id":"${text}"`] : [];
  return [...messages, ...keys].reduce(
    (left, part) => left.replaceAll(part, ''),
    `${headers}\n${body}`,
  );
}

const unquoted = (text: string): string => text.replaceAll('"', '');

/** Undefined where a body is no JSON object. */
export function partOf(body: string, name: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return Object.entries(parsed).find(([key]) => key === name)?.[1];
  } catch {
    return undefined;
  }
}
