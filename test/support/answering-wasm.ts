/**
 * WebAssembly modules with OPA's ABI (https://www.openpolicyagent.org/docs/wasm#abis) that answer
 * what a test says, or fail as it says. Written byte by byte, so that no compiler is needed.
 */

export type Behaviour =
  | { readonly kind: 'answer'; readonly text: string }
  /** The `unreachable` instruction. */
  | { readonly kind: 'trap' }
  /** `opa_abort`, which the runtime turns into a thrown string. */
  | { readonly kind: 'abort'; readonly message: string }
  /** Takes so many pages of 64 KiB more, traps where they are refused, then answers. */
  | { readonly kind: 'grow'; readonly pages: number; readonly text: string }
  /** Never comes to an end. */
  | { readonly kind: 'loop' }
  /** Does one thing so many times, of all its entrypoints with a turn, and then another. */
  | {
      readonly kind: 'turn';
      readonly times: number;
      readonly first: Behaviour;
      readonly next: Behaviour;
    };

export interface AnsweringModule {
  /** By entrypoint; one that is not named traps. */
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  readonly abiVersion?: number;
}

const I32 = 0x7f;
const TURNS_AT = 512;
const TEXTS_AT = 1_024;
const MALLOC_AT = 131_072;
const HEAP_AT = 262_144;

/** Index of the one imported function; those defined here follow. */
const ABORT = 0;

/** @example answeringWasm({ behaviours: { 'payscope/authz/decisions': { kind: 'trap' } } }) */
export function answeringWasm({ behaviours, abiVersion = 1 }: AnsweringModule): Uint8Array {
  const texts = createTexts();
  const names = Object.keys(behaviours);
  const builtins = texts.put('{}');
  const entrypoints = texts.put(
    JSON.stringify(Object.fromEntries(names.map((name, index) => [name, index]))),
  );
  const evaluate = names.flatMap((name, index) => {
    const behaviour = behaviours[name];
    return behaviour ? onEntrypoint(index, codeOf(behaviour, texts)) : [];
  });
  const functions: readonly (readonly [string, number, readonly number[]])[] = [
    ['builtins', 0, constant(builtins)],
    ['entrypoints', 0, constant(entrypoints)],
    ['opa_json_dump', 1, [0x20, 0]],
    ['opa_malloc', 1, constant(MALLOC_AT)],
    ['opa_json_parse', 2, [0x20, 0]],
    ['opa_heap_ptr_get', 0, constant(HEAP_AT)],
    ['opa_heap_ptr_set', 3, []],
    ['opa_eval', 4, [...evaluate, 0x00]],
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([type(0, 1), type(1, 1), type(2, 1), type(1, 0), type(7, 1)])),
    ...section(
      2,
      vector([
        [...name('env'), ...name('memory'), 0x02, 0x00, ...unsigned(2)],
        [...name('env'), ...name('opa_abort'), 0x00, ...unsigned(3)],
      ]),
    ),
    ...section(3, vector(functions.map(([, typeIndex]) => unsigned(typeIndex)))),
    ...section(6, vector([abiVersion, 3].map((value) => [I32, 0x00, ...constant(value), 0x0b]))),
    ...section(
      7,
      vector([
        ...functions.map(([text], index) => [...name(text), 0x00, ...unsigned(index + 1)]),
        [...name('opa_wasm_abi_version'), 0x03, ...unsigned(0)],
        [...name('opa_wasm_abi_minor_version'), 0x03, ...unsigned(1)],
      ]),
    ),
    ...section(10, vector(functions.map(([, , code]) => body(code)))),
    ...section(11, vector(texts.segments())),
  ]);
}

interface Texts {
  readonly put: (text: string) => number;
  readonly segments: () => readonly (readonly number[])[];
}

/** Texts in memory, each ended by a zero byte as C has them. */
function createTexts(): Texts {
  const segments: (readonly number[])[] = [];
  let next = TEXTS_AT;
  return {
    put: (text) => {
      const bytes = [...Buffer.from(text), 0];
      const at = next;
      segments.push([0x00, ...constant(at), 0x0b, ...unsigned(bytes.length), ...bytes]);
      next += bytes.length;
      return at;
    },
    segments: () => segments,
  };
}

function codeOf(behaviour: Behaviour, texts: Texts): readonly number[] {
  switch (behaviour.kind) {
    case 'answer':
      return [...constant(texts.put(behaviour.text)), 0x0f];
    case 'trap':
      return [0x00];
    case 'abort':
      return [...constant(texts.put(behaviour.message)), 0x10, ABORT, 0x00];
    case 'grow': {
      const refused = [0x40, 0x00, ...constant(-1), 0x46, 0x04, 0x40, 0x00, 0x0b];
      return [
        ...constant(behaviour.pages),
        ...refused,
        ...constant(texts.put(behaviour.text)),
        0x0f,
      ];
    }
    case 'loop':
      return [0x03, 0x40, 0x0c, 0, 0x0b, 0x00];
    case 'turn': {
      const turns = [...constant(TURNS_AT), 0x28, 0x02, 0x00];
      return [
        ...[...turns, ...constant(behaviour.times), 0x49, 0x04, 0x40],
        ...[...constant(TURNS_AT), ...turns, ...constant(1), 0x6a, 0x36, 0x02, 0x00],
        ...[...codeOf(behaviour.first, texts), 0x0b],
        ...codeOf(behaviour.next, texts),
      ];
    }
    default:
      return behaviour satisfies never;
  }
}

/** `if (entrypoint === index) { code }`; the entrypoint is opa_eval's second parameter. */
function onEntrypoint(index: number, code: readonly number[]): readonly number[] {
  return [0x20, 1, ...constant(index), 0x46, 0x04, 0x40, ...code, 0x0b];
}

function section(id: number, content: readonly number[]): readonly number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): readonly number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function type(parameters: number, results: number): readonly number[] {
  const values = (count: number) => vector(Array.from({ length: count }, () => [I32]));
  return [0x60, ...values(parameters), ...values(results)];
}

function body(code: readonly number[]): readonly number[] {
  const content = [0x00, ...code, 0x0b];
  return [...unsigned(content.length), ...content];
}

function name(text: string): readonly number[] {
  const bytes = [...Buffer.from(text)];
  return [...unsigned(bytes.length), ...bytes];
}

function constant(value: number): readonly number[] {
  return [0x41, ...signed(value)];
}

/** LEB128. */
function unsigned(value: number): readonly number[] {
  const low = value & 0x7f;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

function signed(value: number): readonly number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}
