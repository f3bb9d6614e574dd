/** The matrix as one page of HTML that needs nothing else: no script, no font, no other file. */
import { createHash } from 'node:crypto';
import type { Cell } from '../decided-cells.ts';
import { type Matrix, markedWordsFor } from './matrix.ts';
import { requirementWords } from './requirement-words.ts';

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0; }
p { margin: .4rem 0; max-width: 60rem; }
nav { columns: 12rem; margin: 1rem 0; }
nav a { display: block; }
table { border-collapse: separate; border-spacing: 0; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); padding: .25rem .6rem; text-align: left; vertical-align: top; }
thead th { background: Canvas; position: sticky; top: 0; z-index: 1; }
tbody th { font: 13px/1.45 ui-monospace, monospace; }
tbody tr.type th { font-weight: 700; padding-top: 1.2rem; scroll-margin-top: 2rem; }
tbody tr.type td { padding-top: 1.2rem; }
tbody tr:hover > * { background: color-mix(in srgb, currentColor 7%, Canvas); }
.allow { color: light-dark(#05602b, #6fdc94); }
.mask { color: light-dark(#7a4b00, #f0c060); }
.deny { color: light-dark(#a01616, #ff9c94); }
.hide { color: light-dark(#5c6067, #a0a6ae); }
.asks { opacity: .75; }
@media print { thead th { position: static; } nav { display: none; } }
`;

const EXPLAINED: Readonly<Record<Cell['effect'], string>> = {
  allow: 'answered as it is',
  mask: 'answered, changed as the word in brackets says',
  deny: 'null and an error',
  hide: 'not in the schema the role sees',
};

/** The page forbids itself everything but its own style, so it can be served and mailed as it is. */
export function matrixAsHtml({ revision, roles, rows }: Matrix, title = 'Access matrix'): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const csp = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const types = [...Map.groupBy(rows, ({ type }) => type)];
  const head = roles.map((role) => `<th scope="col">${escaped(role)}</th>`).join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<h1>${escaped(title)}</h1>
<p>Policy revision <code>${escaped(revision)}</code>, as the compiled policy decides it.</p>
<p>${legend()}</p>
<nav>${types.map(([type]) => `<a href="#${escaped(type)}">${escaped(type)}</a>`).join('')}</nav>
<table>
<caption>What each role gets of each coordinate</caption>
<thead><tr><th scope="col">Coordinate</th>${head}<th scope="col">Asks for</th></tr></thead>
${types.map(([type, members]) => body(type, members)).join('\n')}
</table>
</html>
`;
}

function legend(): string {
  const effects = ['allow', 'mask', 'deny', 'hide'] as const;
  return effects
    .map((effect) => {
      const words = { allow: 'yes', mask: 'masked', deny: 'denied', hide: 'hidden' }[effect];
      return `<span class="${effect}">${words}</span>: ${EXPLAINED[effect]}`;
    })
    .concat('↑: an elevation could open it for a time')
    .join(' · ');
}

function body(type: string, members: Matrix['rows']): string {
  const lines = members.map(({ coordinate, cells, requirement }, index) => {
    const id = index === 0 ? ` id="${escaped(type)}"` : '';
    const isType = coordinate === type ? ' class="type"' : '';
    const columns = cells
      .map((cell) => `<td class="${cell.effect}">${escaped(markedWordsFor(cell))}</td>`)
      .join('');
    const asks = `<td class="asks">${escaped(requirementWords(requirement))}</td>`;
    return `<tr${isType}${id}><th scope="row">${escaped(coordinate)}</th>${columns}${asks}</tr>`;
  });
  return `<tbody>\n${lines.join('\n')}\n</tbody>`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
