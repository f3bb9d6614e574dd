/** Whether a caller may ask any document or those its client has registered; the policy says it. */
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { FailureKind } from './access-table.ts';
import { soleResult } from './ask.ts';

/** All that this decision may depend on. */
export interface DocumentSubject {
  readonly role: string;
  readonly client: string;
  readonly bank_id: string;
}

export interface DocumentMode {
  readonly mode: 'any' | 'registered';
  /** The rule of policies/clients that gave it. */
  readonly rule: string;
}

/** While the policy gives no usable answer. */
const FAILED: DocumentMode = Object.freeze({ mode: 'registered', rule: 'policy_failed' });

const documentModeSchema = z.strictObject({
  mode: z.enum(['any', 'registered']),
  rule: z.string(),
});

/** Subjects kept: a client, a role and a bank each. */
const MODES_MAX = 1_024;

/**
 * Asks once for each subject and keeps the answer as long as the policy it is of. What is no
 * answer is told and not kept.
 */
export function createDocumentModes(
  evaluate: (input: { readonly subject: DocumentSubject }) => unknown,
  onFailure: (kind: FailureKind) => void,
): (subject: DocumentSubject) => DocumentMode {
  const kept = new LRUCache<string, DocumentMode>({ max: MODES_MAX });
  return ({ role, client, bank_id }) => {
    const key = JSON.stringify([role, client, bank_id]);
    const known = kept.get(key);
    if (known) return known;
    const subject = { role, client, bank_id };
    const answer = soleResult(() => evaluate({ subject }), onFailure);
    if (answer === undefined) return FAILED;
    const parsed = documentModeSchema.safeParse(answer);
    if (!parsed.success) {
      onFailure('bad_document_mode');
      return FAILED;
    }
    const mode = Object.freeze(parsed.data);
    kept.set(key, mode);
    return mode;
  };
}
