/** How deep brackets nest in a text, without parsing it: parsers recurse, and a stack is finite. */

/** The GraphQL lexer's rules for what is no bracket (October 2021, §2.1): comments and strings. */
export function isDocumentDeeperThan(source: string, max: number): boolean {
  let depth = 0;
  let at = 0;
  while (at < source.length) {
    const char = source[at];
    if (char === '#') {
      at = endOfLine(source, at);
    } else if (char === '"') {
      at = source.startsWith('"""', at) ? endOfBlock(source, at + 3) : endOfString(source, at + 1);
    } else {
      if (char === '{' || char === '[' || char === '(') depth += 1;
      else if (char === '}' || char === ']' || char === ')') depth -= 1;
      if (depth > max) return true;
      at += 1;
    }
  }
  return false;
}

/** What a JSON text holds, for a look before it is parsed. */
export interface JsonSize {
  readonly depth: number;
  /** Members and items; one more than its commas. */
  readonly values: number;
}

/** Counting ends at the first limit that is passed. */
export function sizeOfJson(text: string, max: JsonSize): JsonSize {
  let depth = 0;
  let deepest = 0;
  let values = 1;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    at += 1;
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      deepest = Math.max(deepest, depth);
      if (depth > max.depth) break;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    else if (code === COMMA) {
      values += 1;
      if (values > max.values) break;
    }
  }
  return { depth: deepest, values };
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Behind the closing quote; both GraphQL and JSON escape with a backslash. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') return at + 1;
    // A GraphQL string ends with its line; what follows is a syntax error anyhow.
    if (char === '\n' || char === '\r') return at;
    at += char === '\\' ? 2 : 1;
  }
  return text.length;
}

function endOfBlock(text: string, from: number): number {
  let at = from;
  for (;;) {
    at = text.indexOf('"""', at);
    if (at === -1) return text.length;
    if (text[at - 1] !== '\\') return at + 3;
    at += 3;
  }
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** What variables may look like. */
export interface ValueLimits {
  readonly depth: number;
  /** Members of one object; messages about a wrong one quote it whole. */
  readonly members: number;
}

/** Which limit a value exceeds; walks level by level, so nothing recurses. */
export function excessOfValue(value: unknown, max: ValueLimits): keyof ValueLimits | undefined {
  let level = [value].filter(isNested);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > max.depth) return 'depth';
    const below: object[] = [];
    for (const each of level) {
      const inner: readonly unknown[] = Array.isArray(each) ? each : Object.values(each);
      if (!Array.isArray(each) && inner.length > max.members) return 'members';
      for (const item of inner) if (isNested(item)) below.push(item);
    }
    level = below;
  }
  return undefined;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
