/** policies/schema/data.json: what each coordinate asks for, as the policy reads it. */
import type { Requirements } from '../gateway/policy/index.ts';

const LINE_MAX = 100;

/** One line a coordinate where it fits, as the formatter of the other data files has it. */
export function schemaData(requirements: Requirements): string {
  const lines = Object.entries(requirements).map(([coordinate, requirement]) => {
    const alternatives = requirement.policies.map((each) => `[${each.map(quoted).join(', ')}]`);
    const parts = [
      `"authenticated": ${requirement.authenticated}`,
      `"policies": [${alternatives.join(', ')}]`,
      ...(requirement.input ? ['"input": true'] : []),
    ];
    const line = `  ${quoted(coordinate)}: { ${parts.join(', ')} }`;
    if (line.length < LINE_MAX) return line;
    const broken = parts.map((part) => (part.length < LINE_MAX - 4 ? part : onLines(alternatives)));
    return `  ${quoted(coordinate)}: {\n    ${broken.join(',\n    ')}\n  }`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function onLines(alternatives: readonly string[]): string {
  return `"policies": [\n      ${alternatives.join(',\n      ')}\n    ]`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
