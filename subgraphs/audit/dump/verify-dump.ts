/**
 * Recomputes chain and tree of a dump in one pass and compares them with signed checkpoints. Three
 * SHA-256 an entry, and memory that does not grow.
 */
import { hash } from 'node:crypto';
import { GENESIS_HASH } from '../../../lib/chain.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { createFrontier } from '../merkle/frontier.ts';
import { EMPTY_ROOT, type TreeHash } from '../merkle/hash.ts';
import type { Finding, FindingKind } from './finding.ts';
import { type ByteSource, readLines } from './read-lines.ts';
import { isHere, type Members, scanLine } from './scan-line.ts';

export interface DumpVerification {
  /** Undefined for a dump that is what was signed. */
  readonly finding: Finding | undefined;
  /** Entries that fit together. */
  readonly entries: number;
  /** Of these the ones a checkpoint vouches for; what was appended since waits for the next. */
  readonly proven: number;
  readonly root: TreeHash;
  readonly headHash: string;
}

export interface VerifyDumpOptions {
  /** Of one bank's log, with their signatures already verified. */
  readonly checkpoints: readonly Checkpoint[];
  /** The entries must be of this bank. */
  readonly bankId: string;
  readonly onProgress?: (entries: number) => void;
}

const HASH_LENGTH = 64;
const HASH_BYTES = 32;
/** With the comma before it: it is never the first. */
const HASH_MEMBER_LENGTH = ',"hash":""'.length + HASH_LENGTH;
const PROGRESS_EVERY = 100_000;
const QUOTE = 0x22;
const COLON = 0x3a;
const LEAF = 0x00;
const NODE = 0x01;

/**
 * Stops at the first finding.
 * @example const { finding } = await verifyDump(await open('dump.jsonl'), { checkpoints, bankId });
 */
export async function verifyDump(
  source: ByteSource,
  { checkpoints, bankId, onProgress }: VerifyDumpOptions,
): Promise<DumpVerification> {
  const tree = createFrontier(nodeHasher());
  const rootNow = () =>
    tree.size() === 0 ? EMPTY_ROOT : Buffer.from(tree.root(), 'latin1').toString('hex');
  const members: Members = { bankId: -1, hash: -1, previousHash: -1, sequence: -1 };
  const bank = Buffer.from(`${bankId}"`);
  const due = rootsBySize(checkpoints);
  let headHash = GENESIS_HASH;
  let entries = 0;
  let proven = 0;
  let finding = checkRoots(due, 0, proven, rootNow);
  const fail = (kind: FindingKind) => {
    finding = { kind, sequence: entries + 1 };
    return false;
  };

  const { rest } = await readLines(source, (block, start, end) => {
    const { bytes } = block;
    const failAs = (kind: FindingKind) => fail(isLinked(bytes, members) ? kind : 'MALFORMED_ENTRY');
    if (!scanLine(block, start, end, members)) return fail('MALFORMED_ENTRY');
    if (!isHere(bytes, members.bankId, bank)) return failAs('WRONG_BANK');
    if (wholeAt(bytes, members.sequence) !== entries + 1) return failAs('WRONG_SEQUENCE');
    if (!isHashHere(bytes, members.previousHash, headHash)) return failAs('BROKEN_LINK');
    // Bytes move from here on: what can be malformed still is looked at before.
    if (!isQuoted(bytes, members.hash)) return fail('MALFORMED_ENTRY');
    bytes[start - 1] = LEAF;
    const leaf = hash('sha256', bytes.subarray(start - 1, end), 'binary');
    const own = bytes.toString('latin1', members.hash, members.hash + HASH_LENGTH);
    if (chainHash(bytes, start, end, members.hash) !== own) {
      return fail(/^[0-9a-f]{64}$/.test(own) ? 'WRONG_HASH' : 'MALFORMED_ENTRY');
    }
    tree.push(leaf);
    headHash = own;
    entries += 1;
    if (entries % PROGRESS_EVERY === 0) onProgress?.(entries);
    if (!due.has(entries)) return true;
    finding = checkRoots(due, entries, proven, rootNow);
    if (finding) return false;
    proven = entries;
    return true;
  });
  if (!finding && rest !== 'none') fail('MALFORMED_ENTRY');
  finding ??= checkEnd(checkpoints, entries);
  return { finding, entries, proven, root: rootNow(), headHash };
}

/** By size every root that was signed: two for one size are two histories. */
function rootsBySize(checkpoints: readonly Checkpoint[]): ReadonlyMap<number, Set<TreeHash>> {
  const due = new Map<number, Set<TreeHash>>();
  for (const { size, root } of checkpoints) due.set(size, (due.get(size) ?? new Set()).add(root));
  return due;
}

function checkRoots(
  due: ReadonlyMap<number, ReadonlySet<TreeHash>>,
  size: number,
  proven: number,
  rootNow: () => TreeHash,
): Finding | undefined {
  const signed = due.get(size);
  if (!signed || (signed.size === 1 && signed.has(rootNow()))) return undefined;
  return {
    kind: 'WRONG_ROOT',
    sequence: size,
    among: { from: Math.min(proven + 1, size), to: size },
  };
}

function checkEnd(checkpoints: readonly Checkpoint[], entries: number): Finding | undefined {
  const signed = checkpoints.reduce((most, { size }) => Math.max(most, size), 0);
  if (signed <= entries) return undefined;
  return { kind: 'TRUNCATED', sequence: signed, among: { from: entries + 1, to: signed } };
}

/** Whether all four are there, each of its kind; asked only where one of them does not fit. */
function isLinked(bytes: Buffer, { bankId, hash: own, previousHash, sequence }: Members): boolean {
  return (
    bankId >= 0 &&
    bytes[bankId - 1] === QUOTE &&
    isHash(bytes, own) &&
    isHash(bytes, previousHash) &&
    bytes[sequence - 1] === COLON &&
    /[0-9-]/.test(String.fromCharCode(bytes[sequence] ?? 0))
  );
}

/** SHA-256 as the chain writes it: 64 lower-case hex digits in quotes. */
function isHash(bytes: Buffer, at: number): boolean {
  const text = bytes.toString('latin1', at, at + HASH_LENGTH);
  return isQuoted(bytes, at) && /^[0-9a-f]{64}$/.test(text);
}

function isQuoted(bytes: Buffer, at: number): boolean {
  return at >= 0 && bytes[at - 1] === QUOTE && bytes[at + HASH_LENGTH] === QUOTE;
}

function isHashHere(bytes: Buffer, at: number, wanted: string): boolean {
  for (let index = 0; index < HASH_LENGTH; index += 1) {
    if (bytes[at + index] !== wanted.charCodeAt(index)) return false;
  }
  return isQuoted(bytes, at);
}

/** 0 for what is no whole number of its own, as one in quotes. */
function wholeAt(bytes: Buffer, at: number): number {
  if (bytes[at - 1] !== COLON) return 0;
  let whole = 0;
  for (let next = at; ; next += 1) {
    const digit = (bytes[next] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return whole;
    whole = whole * 10 + digit;
  }
}

/** Of the entry without the member that holds the hash itself; what is before that moves over it. */
function chainHash(bytes: Buffer, start: number, end: number, own: number): string {
  const behind = own + HASH_LENGTH + 1;
  const begins = start + HASH_MEMBER_LENGTH;
  bytes.copyWithin(begins, start, behind - HASH_MEMBER_LENGTH);
  return hash('sha256', bytes.subarray(begins, end));
}

/** `hashNode` into one buffer again and again; a character a byte, which is quicker than hex. */
function nodeHasher() {
  const node = Buffer.alloc(1 + 2 * HASH_BYTES);
  node[0] = NODE;
  return (left: string, right: string): string => {
    node.write(left, 1, 'latin1');
    node.write(right, 1 + HASH_BYTES, 'latin1');
    return hash('sha256', node, 'binary');
  };
}
