/** Where in a document the parser is, and what was read of the record it is in. */
import type { SaxesTagNS } from 'saxes';
import { EXCERPT_CHARACTERS_MAX, excerptOf, UnreadableFile } from '../record.ts';
import { brokenDocument } from './strict-parser.ts';
import type { XmlProblem, XmlRecord, XmlShape } from './xml-shape.ts';

export interface ElementFollower {
  /** @param at where the tag begins. */
  open(tag: SaxesTagNS, at: { readonly line: number; readonly markup: string }): void;
  text(text: string, isCut: boolean): void;
  /** @returns the record that is complete now. */
  close(): XmlRecord | undefined;
  /** More of the document as it stands. */
  source(text: string): void;
  /** The record that is not complete yet. */
  unfinished(): { readonly line: number; readonly content: string } | undefined;
}

const DEPTH_MAX = 64;
/** Longer than any field is; what is longer is wrong whatever it says. */
const TEXT_CHARACTERS_MAX = 1_000;
/** What a decoder puts for bytes that are no UTF-8. */
const REPLACEMENT = '\ufffd';

interface Fields {
  readonly values: Map<string, string>;
  readonly seen: Set<string>;
  problem: XmlProblem | undefined;
}

interface OpenRecord extends Fields {
  readonly line: number;
  content: string;
}

/** @param shapes of the documents that are known, by namespace. */
export function followElements(shapes: ReadonlyMap<string, XmlShape>): ElementFollower {
  const paths: string[] = [];
  let document: { readonly namespace: string; readonly shape: XmlShape } | undefined;
  let scope = newFields();
  let record: OpenRecord | undefined;
  let text = '';
  let isCut = false;

  const open: ElementFollower['open'] = (tag, { line, markup }) => {
    if (paths.length >= DEPTH_MAX) throw brokenDocument(`More than ${DEPTH_MAX} elements deep.`);
    document ??= documentOf(tag, shapes);
    const { shape, namespace } = document;
    const parent = paths.at(-1);
    const name = tag.uri === namespace ? tag.local : `{}${tag.local}`;
    const path = parent === undefined ? name : `${parent}/${name}`;
    paths.push(path);
    text = '';
    isCut = false;
    if (path === shape.scope) scope = newFields();
    if (path === shape.record) record = { ...newFields(), line, content: markup };
    else if (record) note(record, below(shape.record, path), shape.recordFields, shape.single);
    else note(scope, below(shape.scope, path), shape.scopeFields, NONE);
    const [fields, names, base] = record
      ? ([record, shape.recordFields, shape.record] as const)
      : ([scope, shape.scopeFields, shape.scope] as const);
    for (const { local, uri, value } of Object.values(tag.attributes)) {
      const field = uri === '' ? names.get(`${below(base, path)}/@${local}`) : undefined;
      if (field !== undefined) fields.values.set(field, value.slice(0, TEXT_CHARACTERS_MAX));
    }
  };
  const close = (): XmlRecord | undefined => {
    const path = paths.pop() ?? '';
    if (!document) return undefined;
    const { shape, namespace } = document;
    const fields = record ?? scope;
    const relative = below(record ? shape.record : shape.scope, path);
    const field = (record ? shape.recordFields : shape.scopeFields).get(relative);
    if (field !== undefined) {
      if (isCut) fields.problem ??= tooLong(relative);
      const value = text.trim();
      if (value !== '') fields.values.set(field, value);
    }
    text = '';
    isCut = false;
    if (path !== shape.record || !record) return undefined;
    const done = record;
    record = undefined;
    const values = new Map([...scope.values, ...done.values]);
    const problem = done.problem ?? scope.problem;
    const content = excerptOf(done.content);
    return { kind: 'record', line: done.line, namespace, values, problem, content };
  };
  return {
    open,
    close,
    text: (more, moreIsCut) => {
      if (more.includes(REPLACEMENT)) (record ?? scope).problem ??= wrongEncoding(paths.at(-1));
      isCut ||= moreIsCut || text.length + more.length > TEXT_CHARACTERS_MAX;
      text = (text + more).slice(0, TEXT_CHARACTERS_MAX);
    },
    source: (more) => {
      if (record && record.content.length <= EXCERPT_CHARACTERS_MAX) record.content += more;
    },
    unfinished: () => record,
  };
}

const NONE: ReadonlySet<string> = new Set();

function newFields(): Fields {
  return { values: new Map(), seen: new Set(), problem: undefined };
}

function documentOf(
  { uri, local }: SaxesTagNS,
  shapes: ReadonlyMap<string, XmlShape>,
): { readonly namespace: string; readonly shape: XmlShape } {
  const shape = shapes.get(uri);
  if (shape && local === 'Document') return { namespace: uri, shape };
  const found = uri === '' ? 'no namespace' : `namespace ${excerptOf(uri.slice(0, 100))}`;
  const message = `The document is of ${found}: camt.053 and pain.001 are read. Nothing was read.`;
  throw new UnreadableFile('UNKNOWN_DOCUMENT', message);
}

function below(base: string, path: string): string {
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : '';
}

/** A field that is there twice, or that has elements in it, is not read one way or the other. */
function note(
  fields: Fields,
  path: string,
  names: ReadonlyMap<string, string>,
  single: ReadonlySet<string>,
): void {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  // Between versions of a message a field may have moved into one of its own.
  if (names.has(parent) && !names.has(path)) fields.problem ??= unexpected(parent);
  if (!names.has(path) && !single.has(path)) return;
  if (fields.seen.has(path)) fields.problem ??= repeated(path);
  fields.seen.add(path);
}

function tooLong(path: string): XmlProblem {
  return { code: 'TEXT_TOO_LONG', path, message: 'The text is too long.' };
}

function wrongEncoding(path = ''): XmlProblem {
  return { code: 'INVALID_ENCODING', path, message: 'The text is no UTF-8.' };
}

function unexpected(path: string): XmlProblem {
  return { code: 'UNEXPECTED_ELEMENT', path, message: 'A text has elements in it.' };
}

function repeated(path: string): XmlProblem {
  return { code: 'REPEATED_ELEMENT', path, message: 'The element is there more than once.' };
}
