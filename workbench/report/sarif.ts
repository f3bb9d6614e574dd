/** SARIF 2.1.0, as code scanning reads it: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import type { Finding } from '../check/finding.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** @param command which of the workbench's commands found it. */
export function sarif(findings: readonly Finding[], command: string): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: `payscope policy ${command}`,
            rules: rules.map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } })),
          },
        },
        results: findings.map(resultOf),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function resultOf({ rule, severity, file, line, column, message, fix }: Finding) {
  const region =
    line === undefined
      ? {}
      : {
          region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
        };
  return {
    ruleId: rule,
    level: severity,
    message: { text: `${message}. ${fix}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file) }, ...region } }],
  };
}
