/** Where in a document the parser is, and what was read of the record it is in. */
import type { SaxesTagNS } from 'saxes';
import { EXCERPT_CHARACTERS_MAX, excerptOf, UnreadableFile } from '../record.ts';
import { createPlaces, type Place, type Places } from './places.ts';
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

/** The document that is read, once its first element said which it is. */
interface Followed extends Places {
  readonly namespace: string;
}

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
  const places: Place[] = [];
  let document: Followed | undefined;
  let scope = newFields();
  let record: OpenRecord | undefined;
  let text = '';
  let isCut = false;

  const open: ElementFollower['open'] = (tag, { line, markup }) => {
    if (places.length >= DEPTH_MAX) throw brokenDocument(`More than ${DEPTH_MAX} elements deep.`);
    document ??= documentOf(tag, shapes);
    const name = tag.uri === document.namespace ? tag.local : `{}${tag.local}`;
    const parent = places.at(-1);
    const place = parent ? document.childOf(parent, name) : document.root(name);
    places.push(place);
    text = '';
    isCut = false;
    if (place.isScope) scope = newFields();
    if (place.isRecord) record = { ...newFields(), line, content: markup };
    else note(record ?? scope, place);
    if (place.attributes) noteAttributes(record ?? scope, place.attributes, tag);
  };
  const close = (): XmlRecord | undefined => {
    const place = places.pop();
    if (!document || !place) return undefined;
    const { field } = place;
    if (field !== undefined) {
      const fields = record ?? scope;
      if (isCut) fields.problem ??= tooLong(place.relative);
      const value = text.trim();
      if (value !== '') fields.values.set(field, value);
    }
    text = '';
    isCut = false;
    if (!place.isRecord || !record) return undefined;
    const done = record;
    record = undefined;
    const { namespace } = document;
    const values = new Map([...scope.values, ...done.values]);
    const problem = done.problem ?? scope.problem;
    const content = excerptOf(done.content);
    return { kind: 'record', line: done.line, namespace, values, problem, content };
  };
  return {
    open,
    close,
    text: (more, moreIsCut) => {
      if (more.includes(REPLACEMENT))
        (record ?? scope).problem ??= wrongEncoding(places.at(-1)?.path);
      isCut ||= moreIsCut || text.length + more.length > TEXT_CHARACTERS_MAX;
      text = (text + more).slice(0, TEXT_CHARACTERS_MAX);
    },
    source: (more) => {
      if (record && record.content.length <= EXCERPT_CHARACTERS_MAX) record.content += more;
    },
    unfinished: () => record,
  };
}

function newFields(): Fields {
  return { values: new Map(), seen: new Set(), problem: undefined };
}

function documentOf({ uri, local }: SaxesTagNS, shapes: ReadonlyMap<string, XmlShape>): Followed {
  const shape = shapes.get(uri);
  if (shape && local === 'Document') return { namespace: uri, ...createPlaces(shape) };
  const found = uri === '' ? 'no namespace' : `namespace ${excerptOf(uri.slice(0, 100))}`;
  const message = `The document is of ${found}: camt.053 and pain.001 are read. Nothing was read.`;
  throw new UnreadableFile('UNKNOWN_DOCUMENT', message);
}

/** A field that is there twice, or that has elements in it, is not read one way or the other. */
function note(fields: Fields, { intrudes, isSingle, relative }: Place): void {
  if (intrudes !== undefined) fields.problem ??= unexpected(intrudes);
  if (!isSingle) return;
  if (fields.seen.has(relative)) fields.problem ??= repeated(relative);
  fields.seen.add(relative);
}

function noteAttributes(
  fields: Fields,
  names: ReadonlyMap<string, string>,
  { attributes }: SaxesTagNS,
): void {
  for (const { local, uri, value } of Object.values(attributes)) {
    const field = uri === '' ? names.get(local) : undefined;
    if (field !== undefined) fields.values.set(field, value.slice(0, TEXT_CHARACTERS_MAX));
  }
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
