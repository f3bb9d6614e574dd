/** Document identifiers, as the appendix on persisted documents of GraphQL over HTTP has them. */
import { hash } from 'node:crypto';

const PREFIX = 'sha256:';
const HEX = /^[0-9a-f]{64}$/;
/** One name, or `sha256:` or `x-…:` before it; every other prefix is reserved. */
const IDENTIFIER = /^(?:sha256:[0-9a-f]{64}|(?:x-[\w.~-]+:)?[\w.~-]+)$/;
const LENGTH_MAX = 256;

/**
 * The identifier of a document's text; another space makes it another document.
 * @example idOf('{ bank { code } }') // 'sha256:…'
 */
export function idOf(text: string): string {
  return PREFIX + hash('sha256', text, 'hex');
}

export function isDocumentId(id: string): boolean {
  return id.length <= LENGTH_MAX && IDENTIFIER.test(id);
}

/** Whether the identifier says itself which text it is for. */
export function isHashId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** A bare SHA-256, as Apollo's and codegen's manifests have it, with its prefix. */
export function withPrefix(id: string): string {
  return HEX.test(id) ? PREFIX + id : id;
}
