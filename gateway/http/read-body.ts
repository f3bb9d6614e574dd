/** Request bodies: bytes → JSON, refused before anything parses what is too deep or too much. */
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../lib/errors/index.ts';
import { isDocumentDeeperThan, sizeOfJson } from '../operation/nesting.ts';

/** A batch of 1,000 payments, the largest input there is, has 11,000 values 4 levels deep. */
const BODY_MAX = { depth: 40, values: 15_000 };

/** Characters of a document; the longest an explorer sends has some 10,000. */
const SOURCE_MAX = 100_000;
/** Brackets inside one another; no role's depth limit comes near it. */
const NESTING_MAX = 100;

/** Reads application/json as UTF-8 only (RFC 8259 §8.1); the parser skips a byte order mark. */
export function addBodyReader(app: FastifyInstance): void {
  // Keys named __proto__ or constructor.prototype are dropped from bodies as from variables.
  const parseJson = app.getDefaultJsonParser('remove', 'remove');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      parseJson(request, checkedText(body), done);
    } catch (error) {
      done(error instanceof Error ? error : new Error('the body can not be read'));
    }
  });
}

/** @throws {Refusal} BAD_REQUEST */
function checkedText(body: string | Buffer): string {
  const text = decoded(body);
  const { depth, values } = sizeOfJson(text, BODY_MAX);
  if (depth > BODY_MAX.depth) throw tooMuch('nesting', BODY_MAX.depth, depth, 'levels deep');
  if (values > BODY_MAX.values) throw tooMuch('values', BODY_MAX.values, values, 'values');
  return text;
}

function decoded(body: string | Buffer): string {
  if (typeof body === 'string') return body;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new Refusal('BAD_REQUEST', 'The body is not UTF-8.', { hint: 'Send UTF-8.' });
  }
}

function tooMuch(name: string, max: number, actual: number, what: string): Refusal {
  return new Refusal('BAD_REQUEST', `The body has over ${max} ${what}.`, {
    hint: 'Send flatter or fewer variables.',
    limit: { name: `body_${name}`, max, actual },
  });
}

/** An operation as it was sent: its text, and which operation of it to run. */
export interface SentOperation {
  readonly source: string;
  readonly operationName: string | null;
}

/**
 * Looks at the text before Apollo Server parses it.
 * @returns why it must not be parsed; undefined when it may.
 */
export function refusalOfSource(source: string): Refusal | undefined {
  if (source.length > SOURCE_MAX) {
    return new Refusal('OPERATION_TOO_COMPLEX', `The document has over ${SOURCE_MAX} characters.`, {
      reason: 'SOURCE_LIMIT',
      hint: 'Pass values as variables.',
      limit: { name: 'source', max: SOURCE_MAX, actual: source.length },
    });
  }
  if (!isDocumentDeeperThan(source, NESTING_MAX)) return undefined;
  return new Refusal('OPERATION_TOO_COMPLEX', `The document nests over ${NESTING_MAX} brackets.`, {
    reason: 'NESTING_LIMIT',
    hint: 'Ask for less depth.',
    limit: { name: 'nesting', max: NESTING_MAX, actual: NESTING_MAX + 1 },
  });
}
