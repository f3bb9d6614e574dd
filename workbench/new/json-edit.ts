/** Additions to JSON as people wrote it: what stands there stays as it is, to the last space. */
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import { jsonText } from '../json-text.ts';

const COLUMNS_MAX = 100;

/**
 * The text with one more member in the object at a path, in the order of the alphabet.
 * @example withMember('{\n  "a": 1\n}\n', [], 'b', 2) // '{\n  "a": 1,\n  "b": 2\n}\n'
 */
export function withMember(
  text: string,
  path: readonly string[],
  name: string,
  value: unknown,
): string {
  const map = nodeAt(text, path);
  if (!isMap(map)) throw new TypeError(`there is no object at ${path.join('.')}`);
  const indent = '  '.repeat(path.length + 1);
  const member = memberText(name, value, indent);
  const [start, end] = rangeOf(map);
  const next = map.items.find(({ key }) => isScalar(key) && String(key.value) > name);
  if (next !== undefined && isScalar(next.key)) {
    const [before] = rangeOf(next.key);
    return `${text.slice(0, before)}${member},\n${indent}${text.slice(before)}`;
  }
  const last = lastEnd(map);
  if (last === undefined) {
    return `${text.slice(0, start)}{\n${indent}${member}\n${indent.slice(2)}}${text.slice(end)}`;
  }
  return `${text.slice(0, last)},\n${indent}${member}${text.slice(last)}`;
}

/** The text with one more item at the end of the list at a path. */
export function withItem(text: string, path: readonly string[], value: unknown): string {
  const list = nodeAt(text, path);
  if (!isSeq(list)) throw new TypeError(`there is no list at ${path.join('.')}`);
  const [start, end] = rangeOf(list);
  const items: readonly unknown[] = JSON.parse(text.slice(start, end));
  const indent = '  '.repeat(path.length);
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const written = [...items, value].map((item) => JSON.stringify(item));
  const line = `[${written.join(', ')}]`;
  const isOneLine = !text.slice(start, end).includes('\n');
  if (isOneLine && start - lineStart + line.length + 1 <= COLUMNS_MAX) {
    return `${text.slice(0, start)}${line}${text.slice(end)}`;
  }
  const lines = items.every((item) => typeof item !== 'object')
    ? written.map((item) => `${indent}  ${item}`)
    : [...items, value].map((item) => `${indent}  ${indented(item, `${indent}  `)}`);
  return `${text.slice(0, start)}[\n${lines.join(',\n')}\n${indent}]${text.slice(end)}`;
}

/** On one line where it fits, as the formatter leaves it. */
function memberText(name: string, value: unknown, indent: string): string {
  const head = `${JSON.stringify(name)}: `;
  const line = spaced(value);
  const hasDeepParts = typeof value === 'object' && value !== null && !isFlat(value);
  if (!hasDeepParts && `${indent}${head}${line},`.length <= COLUMNS_MAX) return `${head}${line}`;
  return `${head}${indented(value, indent)}`;
}

function isFlat(value: object): boolean {
  return Object.values(value).every(
    (each: unknown) => typeof each !== 'object' || (each !== null && !Array.isArray(each)),
  );
}

function indented(value: unknown, indent: string): string {
  return jsonText(value).trimEnd().replaceAll('\n', `\n${indent}`);
}

/** With a space where the formatter has one. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => {
    return `${JSON.stringify(name)}: ${spaced(each)}`;
  });
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** JSON is YAML, whose parser knows where everything stands. */
function nodeAt(text: string, path: readonly string[]): unknown {
  return path.length === 0
    ? parseDocument(text).contents
    : parseDocument(text).getIn([...path], true);
}

function lastEnd(map: YAMLMap): number | undefined {
  const last = map.items.at(-1)?.value;
  return isMap(last) || isSeq(last) || isScalar(last) ? rangeOf(last)[1] : undefined;
}

function rangeOf(node: Node): readonly [number, number] {
  const { range } = node;
  if (!range) throw new TypeError('a node that was parsed has a place');
  return [range[0], range[1]];
}
