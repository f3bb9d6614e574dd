/** Logs of any length and the checkpoints over them, drawn from a seed: always the same. */
import { createPrivateKey } from 'node:crypto';
import { GENESIS_HASH } from '../../lib/chain.ts';
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import { signCheckpoint } from '../../subgraphs/audit/checkpoint/checkpoint.ts';
import { type NoteSigner, noteSigner } from '../../subgraphs/audit/checkpoint/note-key.ts';
import { hashOf, toCanonical } from '../../subgraphs/audit/domain/entry.ts';
import { createFrontier } from '../../subgraphs/audit/merkle/frontier.ts';
import { hashLeaf } from '../../subgraphs/audit/merkle/hash.ts';
import type { AuditEntryModel } from '../../subgraphs/audit/models.ts';
import { drawing } from './payments.ts';

export const LOG_BANK: BankId = bankIdOf('HB');
export const LOG_ORIGIN = `payscope.example/audit/${LOG_BANK}`;

const SUBJECTS = ['alice', 'Žofie "\\ ✓', '\u{1f600} 李', 'tab\tand\u0001', 'bob'];
const OUTCOMES = ['ALLOWED', 'PARTIAL', 'REFUSED', 'FAILED'] as const;
const COORDINATES = ['AccountHolder.gender', 'Query.describe', 'Payment.amount'];

/** Entries that use every member there is, each linked to the one before. */
export function drawEntries(count: number, seed = 1): readonly AuditEntryModel[] {
  const draw = drawing(seed);
  const from = <T>(list: readonly T[]): T => list[draw(list.length)] ?? list[0] ?? fail();
  const hex = (length: number) => Array.from({ length }, () => draw(16).toString(16)).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const some = <T>(max: number, make: () => T) => Array.from({ length: draw(max) }, make);
  let previousHash = GENESIS_HASH;
  return Array.from({ length: count }, (_, index) => {
    const outcome = from(OUTCOMES);
    const isEvent = draw(8) === 0;
    const entry = {
      bankId: LOG_BANK,
      sequence: index + 1,
      recordedAt: new Date(Date.UTC(2026, 10, 25) + index * 997),
      decisionId: uuid(),
      subject: from(SUBJECTS),
      role: from(['ANALYST', 'AUDITOR']),
      operationName: draw(3) === 0 ? null : 'Payments',
      operationHash: hex(64),
      policyRevision: 'r1',
      outcome,
      deniedCoordinates: outcome === 'PARTIAL' ? some(3, () => from(COORDINATES)) : [],
      entityIds: some(3, uuid),
      event: isEvent
        ? {
            category: 'security' as const,
            kind: 'ELEVATION_APPROVED',
            details: { by: from(SUBJECTS), hash: hex(64), previousHash: hex(64) },
          }
        : null,
      elevationIds: draw(6) === 0 ? [uuid()] : [],
      previousHash,
    };
    const hash = hashOf(entry);
    previousHash = hash;
    return { ...entry, hash };
  });
}

/** As `payscope audit export` writes them. */
export function dumpOf(entries: readonly AuditEntryModel[]): Buffer {
  return Buffer.from(entries.map((entry) => `${toCanonical(entry)}\n`).join(''));
}

export function rootOf(entries: readonly AuditEntryModel[]): string {
  const tree = createFrontier();
  for (const entry of entries) tree.push(hashLeaf(Buffer.from(toCanonical(entry))));
  return tree.root();
}

/** A signer of this log whose key is 32 times the same byte. */
export function logSigner(byte: number, origin = LOG_ORIGIN): NoteSigner {
  // RFC 8410 §7: what stands before the 32 bytes of every Ed25519 key.
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = Buffer.concat([prefix, Buffer.alloc(32, byte)]);
  return noteSigner(origin, createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

export function checkpointOf(
  entries: readonly AuditEntryModel[],
  signer: NoteSigner = logSigner(7),
): string {
  return signCheckpoint({ size: entries.length, root: rootOf(entries) }, signer);
}

function fail(): never {
  throw new Error('there is nothing to draw from');
}
