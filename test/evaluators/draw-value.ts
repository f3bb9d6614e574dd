/** Random JSON: every kind of value, and the ones that evaluators are known to trip over. */
import type { Tape } from '../properties/tape.ts';

const NUMBERS = [
  ...[0, 1, 2, 3, 4, 99, 100, 100.5, 101, -1, -0.5, 0.1, 1.5, 1e21, 1e-7, -1e300, 5e-324],
  ...[2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 63, 1.7e308],
];

const TEXTS = [
  ...['', 'SMALL', 'MEDIUM', 'é', 'e\u0301', '1', '10', 'null', '1990-01-01', '1999-12-31'],
  ...['1995-05-05', 'pii:read', 'a/b~c', 'a.b', '__proto__', 'constructor', 'ANALYST'],
  ...['"', 'a\\b', '\n', '\u0000', '\u2028', '\u{1f4b6}', '\u{10ffff}', '\ufeff', '\u202eabc'],
  ...['x'.repeat(300), '%s %v', '{', '[]', '0x10', 'NaN', ' '],
];

const NAMES = ['size', 'first', 'a', 'b', '', 'a/b~c', '__proto__', 'é', '0', 'filter'];

const INSTANTS = [
  ...['2026-01-01T00:00:00.000Z', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z'],
  ...['2025-12-31T23:59:59.999Z', '2026-06-01T06:00:00.000Z', '2026-06-01T05:59:59.999Z'],
  ...['2026-06-01T20:00:00.000Z', '2026-06-01T22:00:00.000Z', '2026-06-01T04:59:59.999Z'],
];

const NO_INSTANTS = [
  ...['', '2026-06-01', '2026-06-01T12:00:00Z', '2026-06-01T12:00:00.000+02:00', '9999'],
  ...['2026-06-01T12:00:00.000Z\n', ' 2026-06-01T12:00:00.000Z', '٢٠٢٦-06-01T12:00:00.000Z'],
];

export function drawValue(tape: Tape, depth = 3): unknown {
  const kinds = depth > 0 ? 8 : 5;
  switch (tape.pick(kinds)) {
    case 0:
      return null;
    case 1:
      return tape.chance(50);
    case 2:
      return tape.chance(70) ? tape.oneOf(NUMBERS) : drawNumber(tape);
    case 3:
    case 4:
      return drawText(tape);
    case 5:
      return Array.from({ length: tape.pick(4) }, () => drawValue(tape, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: tape.pick(4) }, () => [tape.oneOf(NAMES), drawValue(tape, depth - 1)]),
      );
  }
}

export function drawText(tape: Tape): string {
  if (tape.chance(85)) return tape.oneOf(TEXTS);
  // No lone surrogates: the gateway's canonical input holds none.
  const draw = () => String.fromCodePoint(tape.pick(0xd800));
  const text = Array.from({ length: 1 + tape.pick(6) }, draw).join('');
  // After an object with a lone backslash for a key, JSON.parse of Node 24 (V8 13.6) takes other
  // escaped keys of one character for it, as in {"x":{"c":1,"\\":1},"y":{"c":1,"\n":1}}; and the
  // answers are read by JSON.parse.
  return text === '\\' ? '/' : text;
}

/** An instant, mostly in the one form that counts as one. */
export function drawInstant(tape: Tape): unknown {
  if (tape.chance(60)) {
    const first = Date.UTC(2025, 11, 30);
    const minutes = tape.pick(370 * 24 * 60);
    return new Date(first + minutes * 60_000 + tape.pick(60_000)).toISOString();
  }
  if (tape.chance(60)) return tape.oneOf(INSTANTS);
  return tape.chance(70) ? tape.oneOf(NO_INSTANTS) : drawValue(tape);
}

function drawNumber(tape: Tape): number {
  const whole = tape.pick(1_000_000) - 500_000;
  return tape.chance(50) ? whole : whole / (1 + tape.pick(997));
}
