/** Generated files of a policies folder that are older than what they are made from. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleError, readBundle } from '../../gateway/policy/index.ts';
import { ASKED } from '../compile-sources.ts';
import type { ComposedSchema } from '../composed-schema.ts';
import { inputSchemas } from '../input-schemas.ts';
import { jsonText } from '../json-text.ts';
import { readPolicySources, revisionOf } from '../policy-sources.ts';
import { schemaData } from '../schema-data.ts';
import type { Finding } from './finding.ts';

const BUNDLE = 'bundle/bundle.tar.gz';

export interface StaleSource {
  readonly folder: string;
  readonly version: string;
  readonly composed: ComposedSchema;
  readonly fileOf: (path: string) => string;
}

/** Warnings: nothing is wrong with the policy, but the gateway would run another. */
export async function staleFindings(source: StaleSource): Promise<readonly Finding[]> {
  const { folder, version, composed, fileOf } = source;
  const asked = schemaData(composed.requirements);
  const expected = new Map([
    ['schema/data.json', asked],
    ...Object.entries(inputSchemas(composed.schema)).map(
      ([name, schema]) => [`schemas/${name}.json`, jsonText(schema)] as const,
    ),
  ]);
  const texts = [...expected]
    .filter(([path, text]) => isStale(join(folder, path), text))
    .map(([path]) => stale(fileOf(path), 'it is not what the schema says now'));
  const revision = revisionOf(readPolicySources(folder, asked), version);
  const bundled = await revisionIn(join(folder, BUNDLE));
  if (bundled === undefined || bundled === revision) return texts;
  const message = `it is revision ${bundled}, and the sources are ${revision}`;
  return [...texts, stale(fileOf(BUNDLE), message)];
}

function stale(file: string, message: string): Finding {
  return { rule: 'stale', severity: 'warning', file, message, fix: 'npm run gen' };
}

/** A folder that never had the file is no project's, and lacks nothing. */
function isStale(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') !== text;
}

async function revisionIn(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    return (await readBundle(readFileSync(path), ASKED)).revision;
  } catch (error) {
    if (error instanceof BundleError) return 'unreadable';
    throw error;
  }
}
