/** Certificates as Markdown, for a pull request or a partner. */
import type { Certificate, FieldNote, RoleAccess } from './certify.ts';

export function certificatesAsMarkdown(certificates: readonly Certificate[]): string {
  const findings = certificates.flatMap((each) => each.findings);
  const lines = ['## Access certificates', ''];
  lines.push(
    findings.length === 0
      ? `✅ **${certificates.length} operations, each whole for the roles its client declares**`
      : `⛔ **${findings.length} findings in ${certificates.length} operations**`,
  );
  if (findings.length > 0) lines.push('', ...findings.map((each) => `- ${each}`));
  for (const certificate of certificates) lines.push('', ...sectionOf(certificate));
  return `${lines.join('\n')}\n`;
}

function sectionOf(certificate: Certificate): readonly string[] {
  const { id, client, operation, revision, cost, subgraphs, roles } = certificate;
  return [
    `### ${client}: ${operation.name}`,
    '',
    `Certificate \`${id}\` at policy revision \`${revision}\`. A ${operation.type} that costs ` +
      `${cost} at most and asks ${subgraphs.join(', ')}.`,
    '',
    `Document \`${operation.id}\``,
    '',
    '| role | access | what is not as asked |',
    '| --- | --- | --- |',
    ...roles.map(
      (role) =>
        `| ${role.role}${role.isDeclared ? ' *' : ''} | ${role.access} | ${notesOf(role)} |`,
    ),
  ];
}

/** One line: why not at all, or what is withheld, masked or depends. */
export function notesOf({ refusal, withheld, masked, conditional }: RoleAccess): string {
  if (refusal) return `${refusal.code}: ${refusal.message.replaceAll('|', '\\|')}`;
  return [
    ...listOf('withheld', topmost(withheld), ({ path }) => path),
    ...listOf('masked', masked, ({ path, obligation }) =>
      obligation ? `${path} (${obligation.kind})` : path,
    ),
    ...(conditional.length === 0 ? [] : [`depends on how it is asked: ${conditional.join(', ')}`]),
  ].join('; ');
}

function listOf(
  verb: string,
  notes: readonly FieldNote[],
  textOf: (note: FieldNote) => string,
): readonly string[] {
  return notes.length === 0 ? [] : [`${verb} ${notes.map(textOf).join(', ')}`];
}

/** Not what is inside something that is withheld itself. */
function topmost(notes: readonly FieldNote[]): readonly FieldNote[] {
  return notes.filter(({ path }) => !notes.some((other) => path.startsWith(`${other.path}.`)));
}
