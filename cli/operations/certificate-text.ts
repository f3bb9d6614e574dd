/** Certificates for a terminal. */
import { notesOf } from '../../workbench/certify/as-markdown.ts';
import type { Access, Certificate } from '../../workbench/certify/certify.ts';
import type { Colors } from '../terminal.ts';

export function certificateText(certificates: readonly Certificate[], colors: Colors): string {
  const findings = certificates.flatMap((each) => each.findings);
  const lines = certificates.flatMap((each) => [...linesOf(each, colors), '']);
  const count = `${certificates.length} ${certificates.length === 1 ? 'operation' : 'operations'}`;
  const summary =
    findings.length === 0
      ? colors.green(`${count}, each whole for the roles its client declares (*)`)
      : colors.red(`${findings.length} findings in ${count}`);
  return [...lines, ...findings.map((each) => colors.red(each)), summary].join('\n');
}

function linesOf(certificate: Certificate, colors: Colors): readonly string[] {
  const { id, client, operation, cost, subgraphs, roles, revision } = certificate;
  const { bold, dim } = colors;
  const width = Math.max(...roles.map(({ role }) => role.length)) + 2;
  const paint: Readonly<Record<Access, (text: string) => string>> = {
    whole: colors.green,
    part: colors.yellow,
    none: dim,
  };
  return [
    `${bold(`${client} ${operation.name}`)}  ${operation.type}, cost ${cost}, ${subgraphs.join(' ')}`,
    dim(`  certificate ${id}, revision ${revision}, ${operation.id}`),
    ...roles.map((role) => {
      const name = `${role.role}${role.isDeclared ? ' *' : ''}`.padEnd(width);
      return `  ${name}  ${paint[role.access](role.access.padEnd(5))}  ${dim(notesOf(role))}`.trimEnd();
    }),
  ];
}
