/** Sources to a bundle: one made before, or compiled, or the committed one when it is of them. */
import { existsSync, readFileSync } from 'node:fs';
import {
  CONDITIONAL_ENTRYPOINT,
  ENTRYPOINT,
  ENTRYPOINTS,
  type Entrypoint,
  LIMITS_ENTRYPOINT,
  readBundle,
} from '../gateway/policy/bundle.ts';
import { buildBundle } from './build-bundle.ts';
import { type KeptFiles, nameFor } from './kept-files.ts';
import type { Opa } from './opa.ts';
import { type PolicySources, revisionOf } from './policy-sources.ts';
import { WorkbenchError } from './workbench-error.ts';

/** What the workbench itself asks; an older policy may have no more. */
export const ASKED: readonly Entrypoint[] = [ENTRYPOINT, CONDITIONAL_ENTRYPOINT, LIMITS_ENTRYPOINT];

export interface CompileOptions {
  readonly sources: PolicySources;
  /** The compiler's version, part of the revision. */
  readonly version: string;
  /** Path of the bundle that is committed with the sources. */
  readonly committed: string;
  readonly kept: KeptFiles;
  readonly findOpa: () => Promise<Opa>;
}

export interface Compiled {
  readonly revision: string;
  readonly bundle: Uint8Array;
}

/**
 * @throws {WorkbenchError} on sources that do not compile; of kind `environment` when there is
 *   neither a compiler nor a bundle of these sources.
 */
export async function compileSources(options: CompileOptions): Promise<Compiled> {
  const { sources, version, committed, kept, findOpa } = options;
  const revision = revisionOf(sources, version);
  const entrypoints = entrypointsOf(sources);
  const file = `bundles/${revision}-${nameFor(...entrypoints).slice(0, 8)}.tar.gz`;
  const known = kept.read(file);
  if (known !== undefined && (await isOf(known, revision))) return { revision, bundle: known };
  const opa = await findOpa();
  if (opa.kind === 'found') {
    const bundle = await buildBundle(opa.path, sources, revision, entrypoints);
    kept.keep(file, bundle);
    return { revision, bundle };
  }
  const bundle = existsSync(committed) ? readFileSync(committed) : undefined;
  if (bundle !== undefined && (await isOf(bundle, revision))) return { revision, bundle };
  const why =
    bundle === undefined
      ? 'no compiled bundle is with it'
      : 'the bundle that is with it was built from other sources';
  throw new WorkbenchError(
    `this policy is not compiled, and can't be here`,
    [`${why}.`, opa.explanation],
    'environment',
  );
}

/** Those whose package the sources have; without one the workbench asks, compiling says so. */
export function entrypointsOf(sources: PolicySources): readonly Entrypoint[] {
  const packages = new Set(
    [...sources.keys()].map((path) => path.split('/').slice(0, -1).join('/')),
  );
  return ENTRYPOINTS.filter(
    (each) => ASKED.includes(each) || packages.has(each.split('/').slice(0, -1).join('/')),
  );
}

async function isOf(bundle: Uint8Array, revision: string): Promise<boolean> {
  try {
    return (await readBundle(bundle, ASKED)).revision === revision;
  } catch {
    return false;
  }
}
