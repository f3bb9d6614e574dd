/** Writes docs/config.md from the schemas that read the environment. */
import type { z } from 'zod';
import { databaseConfig } from '../../cli/config.ts';
import { GatewayEnvironment } from '../../gateway/config.ts';
import { SubgraphConfigSchema } from '../../lib/subgraph/config.ts';
import { AuditConfigSchema } from '../../subgraphs/audit/config.ts';
import { FactsConfigSchema } from '../../subgraphs/facts/config.ts';
import { GraphConfigSchema } from '../../subgraphs/graph/config.ts';

const SECTIONS = [
  {
    title: 'The gateway',
    about: 'Read by `gateway/main.ts`. `npm start` sets the URLs and key files itself.',
    schema: GatewayEnvironment,
  },
  {
    title: 'A subgraph',
    about: 'Read by `subgraphs/*/main.ts`. `npm start` sets all but the last two itself.',
    schema: SubgraphConfigSchema,
  },
  {
    title: 'The audit subgraph, besides',
    about:
      'Read by `subgraphs/audit/main.ts`. `npm start` keeps checkpoints in `DATA_DIR/checkpoints` and makes the key, unless it is told otherwise.',
    schema: AuditConfigSchema,
  },
  {
    title: 'The facts subgraph, besides',
    about:
      'Read by `subgraphs/facts/main.ts`, and by `payscope data load`. `npm start` makes a key file, unless it is told otherwise; the subgraph does not start without keys.',
    schema: FactsConfigSchema,
  },
  {
    title: 'The graph subgraph, besides',
    about:
      'Read by `subgraphs/graph/main.ts`: it finds accounts by numbers that are kept sealed. As for the facts subgraph, whose keys these are.',
    schema: GraphConfigSchema,
  },
  {
    title: 'The `payscope` command',
    about:
      'What it reads besides; also `NO_COLOR`, `FORCE_COLOR` and `CI` with their usual meaning.',
    schema: databaseConfig,
  },
] as const;

const HEAD = `# Configuration

Written by \`npm run gen\` from the code that reads it. Every part reads its variables from the
environment and nothing else; a variable that is set to nothing counts as unset. A wrong value ends
the process with exit code 2 and a line that names the variable, what it got and what it takes.
`;

/** The page by its path. */
export async function generateConfigDoc(): Promise<Map<string, string>> {
  const sections = SECTIONS.map(
    ({ title, about, schema }) => `\n## ${title}\n\n${about}\n\n${tableOf(schema)}\n`,
  );
  return new Map([['docs/config.md', HEAD + sections.join('')]]);
}

function tableOf(schema: z.ZodObject): string {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    const takes = field.meta()?.description ?? '';
    return `| \`${name}\` | ${defaultOf(field)} | ${takes.replaceAll('|', '\\|')} |`;
  });
  return ['| variable | default | takes |', '|---|---|---|', ...rows].join('\n');
}

function defaultOf(field: z.ZodType): string {
  const unset = field.safeParse(undefined);
  if (!unset.success) return 'required';
  return unset.data === undefined ? '' : `\`${String(unset.data)}\``;
}
