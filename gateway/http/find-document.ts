/** From a document's identifier to its text (GraphQL over HTTP, appendix on persisted documents). */
import { Refusal } from '../../lib/errors/index.ts';
import {
  isDocumentId,
  type RegisteredDocuments,
  type RegisteredOperation,
} from '../documents/index.ts';
import type { Principal } from '../identity/principal.ts';
import { mayAskAny } from '../pipeline/check-document.ts';
import type { Policy } from '../policy/index.ts';
import { refusalOfSource, type SentOperation } from './read-body.ts';

export interface FindDocumentDeps {
  readonly policy: () => Policy;
  readonly documents: () => RegisteredDocuments;
}

/** What a request asks, before Apollo Server reads it. */
export interface AskedDocument {
  /** As the audit trail has it, where it is refused; an id stands for the text it is of. */
  readonly operation: SentOperation;
  /** The registered document asked for by id. */
  readonly registered?: string;
  readonly refusal?: Refusal;
}

/** @param sent a parsed body or query string; of a batch nothing is read. */
export function askedDocument(
  deps: FindDocumentDeps,
  principal: Principal,
  sent: unknown,
): AskedDocument {
  const document = documentIn(sent);
  const operation = operationIn(sent, document);
  try {
    const registered = findDocument(deps, principal, document)?.document;
    const refusal = refusalOfSource(registered ?? operation.source);
    return {
      operation: { ...operation, source: registered ?? operation.source },
      ...(registered === undefined ? {} : { registered }),
      ...(refusal ? { refusal } : {}),
    };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { operation, refusal: thrown };
  }
}

/** The three ways to say which document to run. */
interface SentDocument {
  readonly documentId: unknown;
  readonly query: unknown;
  /** Of `extensions.persistedQuery`, by which Apollo's clients send identifiers too. */
  readonly persistedHash: unknown;
}

function documentIn(sent: unknown): SentDocument {
  const { documentId, query, extensions } = isRecord(sent) ? sent : {};
  const { persistedQuery } = isRecord(extensions) ? extensions : jsonOf(extensions);
  return {
    documentId: documentId ?? undefined,
    query: query ?? undefined,
    persistedHash: isRecord(persistedQuery) ? (persistedQuery.sha256Hash ?? undefined) : undefined,
  };
}

function operationIn(sent: unknown, { query, documentId, persistedHash }: SentDocument) {
  const source = [query, documentId, persistedHash].find((each) => typeof each === 'string');
  const name = isRecord(sent) ? sent.operationName : undefined;
  return { source: source ?? '', operationName: typeof name === 'string' ? name : null };
}

/**
 * @returns the registered operation that is asked for by id; undefined where the text came along,
 * or has to be among the persisted queries.
 * @throws {Refusal} BAD_REQUEST, PERSISTED_DOCUMENT_NOT_FOUND
 */
function findDocument(
  { policy, documents }: FindDocumentDeps,
  principal: Principal,
  { documentId, query, persistedHash }: SentDocument,
): RegisteredOperation | undefined {
  const { client } = principal;
  if (documentId === undefined) {
    if (query !== undefined || typeof persistedHash !== 'string') return undefined;
    const found = documents().find(client, persistedHash);
    if (found || mayAskAny(policy(), principal)) return found;
    throw notFound();
  }
  if (query !== undefined || persistedHash !== undefined) {
    throw new Refusal('BAD_REQUEST', 'The request names its document in two ways.', {
      hint: 'Send one of documentId, query and extensions.persistedQuery.',
    });
  }
  if (typeof documentId !== 'string' || !isDocumentId(documentId)) {
    throw new Refusal('BAD_REQUEST', 'documentId is no document identifier.', {
      hint: 'Send sha256: and the lower-case hex SHA-256 of the document, or the id registered.',
    });
  }
  const found = documents().find(client, documentId);
  if (!found) throw notFound();
  return found;
}

/** The same whether nobody has the document or another client has. */
function notFound(): Refusal {
  const message = 'Your client has registered no document under this id.';
  return new Refusal('PERSISTED_DOCUMENT_NOT_FOUND', message, {
    hint: 'Register the operation with the gateway before the client asks it.',
  });
}

/** GET has `extensions` as JSON; what is none is Apollo Server's to refuse. */
function jsonOf(text: unknown): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string') return {};
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
