/** Reads single cells; what can't be read throws UnreadableCell with a reason for the quarantine. */

/** Sends its line into quarantine. */
export class UnreadableCell extends Error {
  override readonly name = 'UnreadableCell';
}

/** Text without its quotes. */
export function readText(cell: string): string {
  const quoted = cell.startsWith('"');
  if (quoted !== cell.endsWith('"') || cell === '"') throw new UnreadableCell('open quote');
  return quoted ? cell.slice(1, -1) : cell;
}

/** A number that only names something: digits, kept as text. */
export function readNumber(cell: string, column: string): string {
  const text = readText(cell);
  if (!/^\d+$/.test(text)) throw new UnreadableCell(`${column}: no number`);
  return text;
}

export function readInteger(cell: string, column: string): number {
  const value = Number(readNumber(cell, column));
  if (!Number.isSafeInteger(value)) throw new UnreadableCell(`${column}: too large`);
  return value;
}

/**
 * Minor units of a decimal with up to two places, by its digits: no float in between.
 * @example readMinorUnits('18.90', 'amount') // 1890
 */
export function readMinorUnits(cell: string, column: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(readText(cell));
  if (!match) throw new UnreadableCell(`${column}: no amount of money`);
  const [, sign, whole = '', places = ''] = match;
  const minorUnits = Number(whole + places.padEnd(2, '0'));
  if (!Number.isSafeInteger(minorUnits)) throw new UnreadableCell(`${column}: too large`);
  // 0 - x, since -0 is no integer a database knows.
  return sign ? 0 - minorUnits : minorUnits;
}

/** @example readDay('930705', 'date') // '1993-07-05' */
export function readDay(cell: string, column: string): string {
  const [, year, month, day] = /^(\d\d)(\d\d)(\d\d)$/.exec(readText(cell)) ?? [];
  if (!year || !month || !day) throw new UnreadableCell(`${column}: no day YYMMDD`);
  const text = `19${year}-${month}-${day}`;
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new UnreadableCell(`${column}: no day of the calendar`);
  }
  return text;
}

/**
 * A Czech birth number holds date and gender: YYMMDD, a woman's month plus 50.
 * @example readBirth('706213', 'birth_number') // { birthDate: '1970-12-13', gender: 'FEMALE' }
 */
export function readBirth(
  cell: string,
  column: string,
): { readonly birthDate: string; readonly gender: 'FEMALE' | 'MALE' } {
  const text = readNumber(cell, column);
  const month = Number(text.slice(2, 4));
  const female = month > 50;
  const plain = female ? month - 50 : month;
  const day = text.slice(0, 2) + String(plain).padStart(2, '0') + text.slice(4);
  return { birthDate: readDay(day, column), gender: female ? 'FEMALE' : 'MALE' };
}

/** What a code or number stands for. */
export function readCode<T>(codes: ReadonlyMap<string, T>, code: string, column: string): T {
  const meaning = codes.get(code);
  if (meaning === undefined) throw new UnreadableCell(`${column}: ${code} is unknown`);
  return meaning;
}
