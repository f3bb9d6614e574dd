/** Hashes a bundle's file as OPA does, so that signatures of either are good for the other. */
import { createHash } from 'node:crypto';

/** OPA's names of hash algorithms, those that are SHA-256 or better, and Node's. */
const ALGORITHMS = new Map([
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
  ['SHA-512-256', 'sha512-256'],
]);

/** The others OPA takes: MD5 and SHA-1 are broken, the rest is shorter than we want. */
export function isStrongHash(algorithm: string): boolean {
  return ALGORITHMS.has(algorithm);
}

/**
 * The hash in hex. What OPA reads as data, `data.json` and `.manifest`, is hashed by its meaning,
 * so that white space and the order of members don't count; everything else by its bytes.
 *
 * @see https://www.openpolicyagent.org/docs/management-bundles#signature-format
 * @throws {SyntaxError} when such a file is no JSON.
 */
export function hashFile(name: string, content: Buffer, algorithm: string): string {
  const nodeName = ALGORITHMS.get(algorithm);
  if (nodeName === undefined) throw new RangeError(`${algorithm} is no hash to rely on`);
  const hashed = isStructured(name) ? canonicalJson(content.toString('utf8')) : content;
  return createHash(nodeName).update(hashed).digest('hex');
}

function isStructured(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return base === 'data.json' || base === '.manifest';
}

/**
 * Members sorted by the bytes of their names, no white space, numbers as they are written, strings
 * as Go's encoding/json writes them. Not RFC 8785: that one rewrites numbers.
 */
function canonicalJson(text: string): string {
  return textOf(JSON.parse(text, asWritten));
}

/** A number in the words of the file; 1.0 and 1 are two. */
class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** https://tc39.es/proposal-json-parse-with-source */
function asWritten(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  if (context?.source === undefined)
    throw new TypeError('this Node does not tell how a number was written');
  return new NumberText(context.source);
}

function textOf(value: unknown): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value === 'string') return goString(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(
    ([name, each]) => [goString(name), Buffer.from(name), each] as const,
  );
  members.sort(([, a], [, b]) => Buffer.compare(a, b));
  return `{${members.map(([name, , each]) => `${name}:${textOf(each)}`).join(',')}}`;
}

/** Differs from JSON.stringify in lone surrogates and in two line separators. */
function goString(text: string): string {
  return JSON.stringify(text.toWellFormed())
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
