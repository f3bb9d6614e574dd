/** Everything `npm run gen` makes, in order, as path → content. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import {
  readBundle,
  requirementsOf,
  ruleProblems,
  subgraphProblems,
} from '../../gateway/policy/index.ts';
import { buildBundle } from '../../workbench/build-bundle.ts';
import { composeSchemas } from '../../workbench/compose-schemas.ts';
import { conditionGaps } from '../../workbench/condition-checks.ts';
import { inputSchemas } from '../../workbench/input-schemas.ts';
import { jsonText } from '../../workbench/json-text.ts';
import { matrixDoc } from '../../workbench/matrix/matrix-doc.ts';
import { type Opa, pinnedVersion } from '../../workbench/opa.ts';
import {
  type Checked,
  policyProblems,
  unmentionedCoordinates,
} from '../../workbench/policy-checks.ts';
import { readPolicyData } from '../../workbench/policy-data.ts';
import { readPolicySources, revisionOf } from '../../workbench/policy-sources.ts';
import { sentenceOf } from '../../workbench/problem.ts';
import { readSubgraphs } from '../../workbench/read-subgraphs.ts';
import { schemaData } from '../../workbench/schema-data.ts';
import { WorkbenchError } from '../../workbench/workbench-error.ts';

/** A generated file's content by its path from the project's root. */
export type Artifacts = ReadonlyMap<string, string | Uint8Array>;

const BUNDLE = 'policies/bundle/bundle.tar.gz';

/** What was made, and what people should know about it. */
export interface Generated {
  readonly files: Artifacts;
  readonly notes: readonly string[];
}

/** The composed schemas and what the policy takes from them. */
export function generateSchemas(root: string): Generated & { readonly checked: Checked } {
  const subgraphs = readSubgraphs(join(root, 'schema'));
  refuse(
    subgraphs.flatMap(({ name, sdl }) => subgraphProblems(sdl).map((each) => `${name}: ${each}`)),
  );
  const { supergraphSdl, apiSdl, warnings } = composeSchemas(subgraphs);
  refuse(ruleProblems(supergraphSdl));
  const requirements = requirementsOf(supergraphSdl);
  const policy = readPolicyData(join(root, 'policies'));
  const checked = { schema: buildSchema(apiSdl), requirements, policy };
  refuse(
    [...policyProblems(checked), ...conditionGaps(supergraphSdl, policy.conditions)].map(
      sentenceOf,
    ),
  );
  const unmentioned = unmentionedCoordinates(checked);
  return {
    checked,
    files: new Map([
      ['schema/generated/supergraph.graphql', supergraphSdl],
      ['schema/generated/api.graphql', apiSdl],
      ['policies/schema/data.json', schemaData(requirements)],
      ...Object.entries(inputSchemas(checked.schema)).map(
        ([name, schema]) => [`policies/schemas/${name}.json`, jsonText(schema)] as const,
      ),
    ]),
    notes: [
      ...unmentioned.map((coordinate) => `${coordinate}: no rule mentions it, so it is hidden`),
      ...warnings,
    ],
  };
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new WorkbenchError('schema and policy do not fit', problems);
}

/**
 * The bundle and the access matrix. Without the compiler the committed bundle is kept, when its
 * revision still names the sources as they are.
 *
 * @throws {WorkbenchError} when there is neither a compiler nor a bundle of these sources.
 */
export async function generatePolicy(
  root: string,
  opa: Opa,
  { schema, requirements }: Checked,
): Promise<Generated> {
  const sources = readPolicySources(join(root, 'policies'), schemaData(requirements));
  const revision = revisionOf(sources, pinnedVersion());
  const bundle =
    opa.kind === 'found'
      ? await buildBundle(opa.path, sources, revision)
      : await committedBundle(root, revision, opa.explanation);
  const matrix = await matrixDoc({ bundle, schema, requirements });
  return {
    files: new Map<string, string | Uint8Array>([
      [BUNDLE, bundle],
      ['docs/access-matrix.md', matrix],
    ]),
    notes:
      opa.kind === 'found'
        ? []
        : [`${BUNDLE}: could not be rebuilt, only its revision was compared. ${opa.explanation}`],
  };
}

async function committedBundle(
  root: string,
  revision: string,
  explanation: string,
): Promise<Uint8Array> {
  const path = join(root, BUNDLE);
  if (!existsSync(path)) throw new WorkbenchError(`${BUNDLE} is not there`, [explanation]);
  const bundle = readFileSync(path);
  const { revision: committed } = await readBundle(bundle);
  if (committed === revision) return bundle;
  throw new WorkbenchError(`${BUNDLE} is stale`, [
    `it has revision ${committed}; the policies and the schema are at ${revision}`,
    explanation,
  ]);
}
