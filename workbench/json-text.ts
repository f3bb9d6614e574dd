/** JSON as the project's formatter has it, so that generated files stand its check. */

const COLUMNS_MAX = 100;

/** An object's members each on a line of their own; a list on one line where it fits. */
export function jsonText(value: unknown): string {
  return `${written(value, '', 0)}\n`;
}

/** @param taken columns of the line that stand before the value, or have to follow it. */
function written(value: unknown, indent: string, taken: number): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((each: unknown) => written(each, deeper, deeper.length + 1));
    const line = `[${items.join(', ')}]`;
    if (!line.includes('\n') && taken + line.length <= COLUMNS_MAX) return line;
    return `[\n${items.map((item) => deeper + item).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
    const head = `${deeper}${JSON.stringify(name)}: `;
    return `${head}${written(member, deeper, head.length + 1)}`;
  });
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
