/** Rows of CSV (RFC 4180) that a spreadsheet shows and does not run. */

/** What a spreadsheet takes for the start of a formula (OWASP, CSV Injection); full-width ones as well. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** @example csvRow(['a,b', '=1+1']) // "a,b",'=1+1 and a line break */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const shown = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
