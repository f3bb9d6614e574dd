/** What somebody with all rights could do to a log and its checkpoints, drawn at random. */

import { GENESIS_HASH } from '../../lib/chain.ts';
import { formatVerifierKey } from '../../subgraphs/audit/checkpoint/note-key.ts';
import { hashOf } from '../../subgraphs/audit/domain/entry.ts';
import type { ByteSource } from '../../subgraphs/audit/dump/read-lines.ts';
import type { AuditEntryModel } from '../../subgraphs/audit/models.ts';
import { checkpointOf, drawEntries, dumpOf, LOG_ORIGIN, logSigner } from './audit-log.ts';

export interface Case {
  readonly name: string;
  readonly dump: Buffer;
  readonly checkpoints: Buffer;
  readonly key: string;
}

export type Draw = (below: number) => number;

interface Log {
  readonly entries: readonly AuditEntryModel[];
  readonly untouched: Case;
}

/** As it was written, with a checkpoint in its middle and one at its end. */
export function drawLog(length: number, seed: number): Log {
  const entries = drawEntries(length, seed);
  const checkpoints = notesOf(entries);
  const key = formatVerifierKey(logSigner(7));
  return { entries, untouched: { name: 'untouched', dump: dumpOf(entries), checkpoints, key } };
}

type Tampering = (log: Log, draw: Draw) => Partial<Case>;

/** By name; each leaves something that is not what was signed. */
export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a bit of the dump flipped': ({ untouched: { dump } }, draw) => ({ dump: flip(dump, draw) }),
  'a bit of a checkpoint flipped': ({ untouched: { checkpoints } }, draw) => ({
    checkpoints: flip(checkpoints, draw),
  }),
  'a byte taken out': ({ untouched: { dump } }, draw) => {
    const at = draw(dump.length);
    return { dump: Buffer.concat([dump.subarray(0, at), dump.subarray(at + 1)]) };
  },
  'a byte put in': ({ untouched: { dump } }, draw) => {
    const at = draw(dump.length + 1);
    return { dump: Buffer.concat([dump.subarray(0, at), Buffer.of(draw(256)), dump.subarray(at)]) };
  },
  'an entry deleted': ({ entries }, draw) => ({
    dump: dumpOf(entries.toSpliced(draw(entries.length), 1)),
  }),
  'an entry deleted, the chain made anew': ({ entries }, draw) => ({
    dump: dumpOf(rechain(entries.toSpliced(draw(entries.length), 1))),
  }),
  'an entry doubled': ({ entries }, draw) => {
    const at = draw(entries.length);
    return { dump: dumpOf(entries.toSpliced(at, 0, ...entries.slice(at, at + 1))) };
  },
  // Never behind the last: that is appending, which the next checkpoint signs.
  'an entry put in, the chain made anew': ({ entries }, draw) => {
    const at = draw(entries.length - 1);
    return { dump: dumpOf(rechain(entries.toSpliced(at, 0, ...entries.slice(at, at + 1)))) };
  },
  'two entries swapped': ({ entries }, draw) => ({ dump: dumpOf(swap(entries, draw)) }),
  'two entries swapped, the chain made anew': ({ entries }, draw) => ({
    dump: dumpOf(rechain(swap(entries, draw))),
  }),
  'the end cut off': ({ entries }, draw) => ({
    dump: dumpOf(entries.slice(0, draw(entries.length))),
  }),
  'the end cut off within a line': ({ untouched: { dump } }, draw) => ({
    dump: dump.subarray(0, draw(dump.length)),
  }),
  'an entry changed': ({ entries }, draw) => ({ dump: dumpOf(change(entries, draw)) }),
  'an entry changed with its hash': ({ entries }, draw) => {
    const changed = change(entries, draw);
    return { dump: dumpOf(changed.map((entry) => ({ ...entry, hash: hashOf(entry) }))) };
  },
  'an entry changed, the chain made anew': ({ entries }, draw) => ({
    dump: dumpOf(rechain(change(entries, draw))),
  }),
  'history signed anew by another key': ({ entries }, draw) => {
    const changed = rechain(change(entries, draw));
    return { dump: dumpOf(changed), checkpoints: notesOf(changed, logSigner(1 + draw(6))) };
  },
  'history signed anew by another key under the old id': ({ entries }, draw) => {
    const changed = rechain(change(entries, draw));
    const { keyId } = logSigner(7);
    return {
      dump: dumpOf(changed),
      checkpoints: notesOf(changed, { ...logSigner(1 + draw(6)), keyId }),
    };
  },
  'checkpoints of another log of the same key': ({ entries }) => ({
    checkpoints: notesOf(entries, logSigner(7, `${LOG_ORIGIN.slice(0, -1)}x`)),
  }),
  'a checkpoint under the signature of another': ({ entries, untouched: { checkpoints } }) => {
    const signature = checkpoints.toString().trimEnd().split('\n').at(-1);
    const [text] = checkpointOf(entries.slice(0, -1)).split('\n\n');
    return { checkpoints: Buffer.from(`${text}\n\n${signature}\n`) };
  },
  'another key to verify with': (_log, draw) => ({
    key: formatVerifierKey(logSigner(1 + draw(6))),
  }),
  'no checkpoint': () => ({ checkpoints: Buffer.alloc(0) }),
};

/** One tampering of each kind in turn. */
export function tamper(log: Log, turn: number, draw: Draw): Case {
  const names = Object.keys(TAMPERINGS);
  const name = names[turn % names.length] ?? '';
  return { ...log.untouched, ...TAMPERINGS[name]?.(log, draw), name };
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    read: async (into, offset, length) => {
      const part = bytes.subarray(at, at + length);
      into.set(part, offset);
      at += part.length;
      return { bytesRead: part.length };
    },
  };
}

function notesOf(entries: readonly AuditEntryModel[], signer = logSigner(7)): Buffer {
  const sizes = [Math.ceil(entries.length / 2), entries.length];
  return Buffer.from(sizes.map((size) => checkpointOf(entries.slice(0, size), signer)).join(''));
}

/** As the log itself would have written them. */
function rechain(entries: readonly AuditEntryModel[]): readonly AuditEntryModel[] {
  let previousHash = GENESIS_HASH;
  return entries.map((entry, index) => {
    const moved = { ...entry, sequence: index + 1, previousHash };
    previousHash = hashOf(moved);
    return { ...moved, hash: previousHash };
  });
}

function change(entries: readonly AuditEntryModel[], draw: Draw): readonly AuditEntryModel[] {
  const at = draw(entries.length);
  const changes: readonly Partial<AuditEntryModel>[] = [
    { subject: `mallory ${draw(1_000)}` },
    { role: 'SYSTEM' },
    { operationHash: 'ef'.repeat(32) },
    { recordedAt: new Date(Date.UTC(2025, 0, 1) + draw(1_000_000)) },
    { deniedCoordinates: ['Query.other'] },
    { event: { category: 'policy', kind: 'POLICY_PUBLISHED', details: {} } },
  ];
  return entries.map((entry, index) =>
    index === at ? { ...entry, ...changes[draw(changes.length)] } : entry,
  );
}

function swap(entries: readonly AuditEntryModel[], draw: Draw): readonly AuditEntryModel[] {
  const a = draw(entries.length);
  const b = (a + 1 + draw(entries.length - 1)) % entries.length;
  const [first, second] = [entries[a], entries[b]];
  return first && second ? entries.with(a, second).with(b, first) : entries;
}

function flip(bytes: Buffer, draw: Draw): Buffer {
  const flipped = Buffer.from(bytes);
  const at = draw(bytes.length);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << draw(8));
  return flipped;
}
