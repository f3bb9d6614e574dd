/** JSON in which a name says one thing only, as tokens need it. */

/** Strings, structure and nothing else; the text has been through JSON.parse, so this suffices. */
const LEXEMES = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

// A leading byte order mark is no JSON (RFC 8259 §8.1); the default would swallow it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * RFC 7515 §4 and RFC 7519 §4 let a reader reject repeated names or take the last; where two
 * readers of one token differ in that, each believes another caller, so they are rejected.
 * @returns undefined where the bytes are not UTF-8, not a JSON object, or repeat a name anywhere.
 * @example strictObject(new TextEncoder().encode('{"role":"A","r\\u006fle":"B"}')) // undefined
 */
export function strictObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    return isRecord(value) && !repeatsName(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name is a string that a colon follows; escapes are undone, for `"r\u006fle"` is `role`. */
function repeatsName(text: string): boolean {
  const open: Set<string>[] = [];
  let lexeme = '';
  for (const [next] of text.matchAll(LEXEMES)) {
    if (next === '{' || next === '[') open.push(new Set());
    if (next === '}' || next === ']') open.pop();
    if (next === ':') {
      const names = open.at(-1);
      const name: string = JSON.parse(lexeme);
      if (names?.has(name)) return true;
      names?.add(name);
    }
    lexeme = next;
  }
  return false;
}
