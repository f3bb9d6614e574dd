/** Registered operations: what each client may ask by id. */
export { idOf, isDocumentId } from './document-id.ts';
export { type DocumentsHolder, holdDocuments } from './hold-documents.ts';
export { APOLLO_FORMAT, type ManifestEntry, readManifest } from './manifest-formats.ts';
export {
  fileOf,
  type ManifestProblem,
  OperationsError,
  type RegisteredOperation,
  readManifestText,
  readOperations,
  readRegisteredOperations,
  sentenceOf,
} from './read-operations.ts';
export {
  documentProblems,
  indexOperations,
  loadRegisteredDocuments,
  NO_DOCUMENTS,
  type RegisteredDocuments,
} from './registered-documents.ts';
