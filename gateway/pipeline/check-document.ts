/** Refuses a document its caller may not ask freely and its client has not registered. */
import { Refusal } from '../../lib/errors/index.ts';
import type { RegisteredDocuments } from '../documents/index.ts';
import type { Principal } from '../identity/principal.ts';
import type { Policy } from '../policy/index.ts';

/**
 * The text is what counts, whichever way it came: by id, in full, or as a persisted query.
 * @throws {Refusal} PERSISTED_DOCUMENT_REQUIRED
 */
export function checkDocument(
  documents: RegisteredDocuments,
  policy: Policy,
  principal: Principal,
  sha256: string,
): void {
  if (documents.has(principal.client, sha256) || mayAskAny(policy, principal)) return;
  throw registeredOnly('Your client may ask only the operations it has registered.');
}

/** Whether any document may be asked; introspection is one. */
export function mayAskAny(policy: Policy, { role, client, bankId }: Principal): boolean {
  return policy.documentsFor({ role, client, bank_id: bankId }).mode === 'any';
}

export function registeredOnly(message: string): Refusal {
  return new Refusal('PERSISTED_DOCUMENT_REQUIRED', message, {
    hint: 'Register the operation with the gateway, and send its id as documentId.',
  });
}
