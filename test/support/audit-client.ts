/**
 * What an auditor's own program does with what the graph answers: leaves, roots and signed notes by the
 * texts of RFC 8785, RFC 6962 and C2SP, recursively as they define them; no code of the audit subgraph.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

/** The fields a leaf is made of, and the proof. */
export const ENTRY_FIELDS = `sequence recordedAt decisionId subject role operationName operationHash
  policyRevision outcome deniedCoordinates entityIds elevationIds previousHash hash
  event { category kind details { name value } changes { name before after subjectId } }
  inclusionProof { leafIndex treeSize hashes checkpoint { treeSize note } }`;

const text = z.string();

export const Checkpoint = z.object({ treeSize: z.int(), note: text });

export const Entry = z.object({
  sequence: z.int(),
  recordedAt: text,
  decisionId: text,
  subject: text,
  role: text,
  operationName: text.nullable(),
  operationHash: text,
  policyRevision: text,
  outcome: text,
  deniedCoordinates: z.array(text),
  entityIds: z.array(text),
  elevationIds: z.array(text),
  previousHash: text,
  hash: text,
  event: z
    .object({
      category: text,
      kind: text,
      details: z.array(z.object({ name: text, value: text })),
      changes: z.array(
        z.object({
          name: text,
          before: text.nullable(),
          after: text.nullable(),
          subjectId: text.nullable(),
        }),
      ),
    })
    .nullable(),
  inclusionProof: z
    .object({
      leafIndex: z.int(),
      treeSize: z.int(),
      hashes: z.array(z.base64()),
      checkpoint: Checkpoint,
    })
    .nullable(),
});

/** RFC 8785 of the entry: its members by name, those that say nothing left out. */
export function leafOf(bankId: string, entry: z.output<typeof Entry>): Buffer {
  const { inclusionProof: _, event, elevationIds, ...rest } = entry;
  const members: Readonly<Record<string, unknown>> = {
    bankId,
    ...rest,
    ...(elevationIds.length > 0 && { elevationIds }),
    ...(event && {
      event: {
        category: event.category.toLowerCase(),
        ...(event.changes.length > 0 && {
          changes: Object.fromEntries(
            event.changes.map(({ name, before, after, subjectId: subject }) => [
              name,
              { after, before, subject },
            ]),
          ),
        }),
        details: Object.fromEntries(event.details.map(({ name, value }) => [name, value])),
        kind: event.kind,
      },
    }),
  };
  const sorted = Object.keys(members)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(members[name])}`);
  return sha(Buffer.from([0]), Buffer.from(`{${sorted.join(',')}}`));
}

/** The root that a leaf and its path lead to (RFC 6962 §2.1.1). */
export function rootOver(
  index: number,
  size: number,
  leaf: Buffer,
  path: readonly Buffer[],
): Buffer {
  const sibling = path.at(-1);
  if (size === 1) {
    if (sibling) throw new Error('the path is too long');
    return leaf;
  }
  if (!sibling) throw new Error('the path is too short');
  const middle = split(size);
  return index < middle
    ? node(rootOver(index, middle, leaf, path.slice(0, -1)), sibling)
    : node(sibling, rootOver(index - middle, size - middle, leaf, path.slice(0, -1)));
}

/** Both roots that a consistency proof leads to (RFC 6962 §2.1.2); `known` is the older one's. */
export function rootsOver(
  older: number,
  newer: number,
  proof: readonly Buffer[],
  known: Buffer,
): readonly [Buffer, Buffer] {
  return subproof(older, newer, proof, known);
}

function subproof(
  older: number,
  newer: number,
  proof: readonly Buffer[],
  known: Buffer | undefined,
): readonly [Buffer, Buffer] {
  const last = proof.at(-1);
  if (older === newer) {
    const [same, ...more] = known ? [known, ...proof] : proof;
    if (!same || more.length > 0) throw new Error('the proof is of another length');
    return [same, same];
  }
  if (!last) throw new Error('the proof is too short');
  const middle = split(newer);
  if (older <= middle) {
    const [was, is] = subproof(older, middle, proof.slice(0, -1), known);
    return [was, node(is, last)];
  }
  const rest = proof.slice(0, -1);
  const [was, is] = subproof(older - middle, newer - middle, rest, undefined);
  return [node(last, was), node(last, is)];
}

/** Size and root of a note that this very key signed (https://c2sp.org/signed-note). */
export function openedNote(note: string, verifierKey: string): { size: number; root: Buffer } {
  const [, name = '', id = '', encoded = ''] =
    /^(.+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey) ?? [];
  const key = Buffer.from(encoded, 'base64').subarray(1);
  const end = note.indexOf('\n\n') + 1;
  const signed = note.slice(0, end);
  const signature = Buffer.from(note.slice(end + `\n— ${name} `.length).trimEnd(), 'base64');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };
  const isSigned =
    note.slice(end).startsWith(`\n— ${name} `) &&
    signature.subarray(0, 4).toString('hex') === id &&
    verify(
      null,
      Buffer.from(signed),
      createPublicKey({ key: jwk, format: 'jwk' }),
      signature.subarray(4),
    );
  const [origin, size, root = ''] = signed.split('\n');
  if (!isSigned || origin !== name) throw new Error('the log did not sign this');
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

export const fromBase64 = (hashes: readonly string[]) =>
  hashes.map((hash) => Buffer.from(hash, 'base64'));

const node = (left: Buffer, right: Buffer) => sha(Buffer.from([1]), left, right);

/** The largest power of two below the size. */
const split = (size: number) => 2 ** Math.floor(Math.log2(size - 1));

function sha(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
