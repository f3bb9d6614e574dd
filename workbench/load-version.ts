/** A version of the policy, wherever it is: a folder, a bundle file, or a git revision. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { ZodError } from 'zod';
import {
  BundleError,
  loadPolicy,
  type Policy,
  type Requirements,
  readBundle,
} from '../gateway/policy/index.ts';
import { ASKED, compileSources } from './compile-sources.ts';
import { type ComposedSchema, composedSchema } from './composed-schema.ts';
import { commitOf, writeFilesOf } from './git-files.ts';
import { type KeptFiles, keptFiles } from './kept-files.ts';
import { findOpa, type Opa, opaPlaces, pinnedVersion } from './opa.ts';
import { type PolicySources, readPolicySources } from './policy-sources.ts';
import type { SubgraphSource } from './read-subgraphs.ts';
import { schemaData } from './schema-data.ts';
import { readVersionData, requirementsIn, type VersionData } from './version-data.ts';
import { WorkbenchError } from './workbench-error.ts';

export interface PolicyVersion {
  /** For people: the folder or file from the root, or the git revision with its commit. */
  readonly name: string;
  readonly kind: 'directory' | 'bundle' | 'git';
  readonly revision: string;
  readonly bundle: Uint8Array;
  readonly policy: Policy;
  /** The API schema; of a bundle, which has none, the one in `schema/`. */
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly subgraphs: readonly SubgraphSource[];
  readonly requirements: Requirements;
  readonly data: VersionData;
  /** What it was compiled from; a bundle file does not have it. */
  readonly sources?: PolicySources;
  /** Text of approved-openings.json, where there is one. */
  readonly approvals?: string;
}

export interface LoadOptions {
  /** Looks for the compiler; asked only when something must be compiled. */
  readonly findOpa?: () => Promise<Opa>;
  readonly kept?: KeptFiles;
}

interface Place {
  readonly root: string;
  readonly kept: KeptFiles;
  readonly findOpa: () => Promise<Opa>;
}

const DEFAULT_FOLDER = 'policies';
const GIT = 'git:';
/** Openings that a change approves by name, see `approvals.ts`. */
export const APPROVALS_FILE = 'approved-openings.json';

/**
 * Loads a version of the policy with the schema it is for, decided on the WASM the gateway runs.
 * A folder's schema is the `schema/` beside it, or else the project's. A bundle file asks of each
 * coordinate what it was built with, and not what the schema asks for today.
 *
 * @param where a policies folder, a bundle file, or a git revision (`git:main`, `HEAD~1`).
 * @throws {WorkbenchError} `usage` when it is none of these, `environment` when it must be
 *   compiled and there is no compiler, `findings` when it can't be compiled or does not decide.
 * @example await loadVersion(root, 'git:main')
 */
export async function loadVersion(
  root: string,
  where: string = DEFAULT_FOLDER,
  options: LoadOptions = {},
): Promise<PolicyVersion> {
  const place = {
    root,
    kept: options.kept ?? keptFiles(root),
    findOpa: options.findOpa ?? (() => findOpa(opaPlaces())),
  };
  const path = resolve(root, where);
  if (!where.startsWith(GIT) && existsSync(path)) {
    const name = relative(root, path).startsWith('..') ? path : relative(root, path) || '.';
    return statSync(path).isDirectory()
      ? await fromFolder(place, { name, kind: 'directory', folder: path })
      : await fromBundle(place, name, path);
  }
  return fromGit(place, where);
}

async function fromFolder(
  place: Place,
  { name, kind, folder }: { name: string; kind: 'directory' | 'git'; folder: string },
): Promise<PolicyVersion> {
  if (!existsSync(join(folder, 'roles/data.json'))) {
    const problem = 'a policies folder has roles/data.json, and payscope/ with the rules';
    throw new WorkbenchError(`${name} is no policies folder`, [problem], 'usage');
  }
  const composed = await composedSchema(schemaFolderOf(place.root, folder), place.kept);
  const sources = readPolicySources(folder, schemaData(composed.requirements));
  const { bundle } = await compileSources({
    sources,
    version: versionFor(folder),
    committed: join(folder, 'bundle/bundle.tar.gz'),
    kept: place.kept,
    findOpa: place.findOpa,
  });
  return {
    ...(await decided(name, bundle, composed, 'as the schema does')),
    kind,
    sources,
    ...approvalsIn(folder),
  };
}

/** Beside the policy and no part of it: approving changes no bundle. */
function approvalsIn(folder: string): { readonly approvals?: string } {
  const file = join(folder, APPROVALS_FILE);
  return existsSync(file) ? { approvals: readFileSync(file, 'utf8') } : {};
}

async function fromBundle(place: Place, name: string, path: string): Promise<PolicyVersion> {
  const composed = await composedSchema(join(place.root, 'schema'), place.kept);
  const version = await decided(name, readFileSync(path), composed, 'as the bundle says');
  return { ...version, kind: 'bundle' };
}

async function fromGit(place: Place, where: string): Promise<PolicyVersion> {
  const ref = where.startsWith(GIT) ? where.slice(GIT.length) : where;
  const commit = ref === '' ? undefined : await commitOf(place.root, ref);
  if (commit === undefined) {
    const problem = 'it takes a policies folder, a bundle file, or a git revision such as git:main';
    throw new WorkbenchError(`there is no ${where} here`, [problem], 'usage');
  }
  const folder = mkdtempSync(join(tmpdir(), 'payscope-version-'));
  try {
    await writeFilesOf(place.root, commit, ['schema', 'policies'], folder);
    const name = `${GIT}${ref} (${commit.slice(0, 8)})`;
    return await fromFolder(place, { name, kind: 'git', folder: join(folder, 'policies') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loaded as the gateway would, but for entrypoints that an older policy does not have. */
async function decided(
  name: string,
  archive: Uint8Array,
  { requirements: asked, ...composed }: ComposedSchema,
  asks: 'as the schema does' | 'as the bundle says',
): Promise<Omit<PolicyVersion, 'kind'>> {
  try {
    const { data, revision } = await readBundle(archive, ASKED);
    const own = asks === 'as the bundle says' ? requirementsIn(data) : undefined;
    const requirements = own ?? asked;
    const policy = await loadPolicy({
      bundle: archive,
      schema: composed.schema,
      requirements,
      entrypoints: ASKED,
      onFailure: (kind) => {
        throw new WorkbenchError(`${name} does not decide`, [kind]);
      },
    });
    const known = { ...composed, requirements, data: readVersionData(data) };
    return { name, revision, bundle: archive, policy, ...known };
  } catch (cause) {
    if (!(cause instanceof BundleError || cause instanceof ZodError)) throw cause;
    throw new WorkbenchError(`${name} can't be used`, [cause.message]);
  }
}

/** The schema that is beside a policies folder goes with it. */
export function schemaFolderOf(root: string, folder: string): string {
  const beside = join(dirname(folder), 'schema');
  const has = existsSync(beside) && readdirSync(beside).some((file) => file.endsWith('.graphql'));
  return has ? beside : join(root, 'schema');
}

/** A copy of a few files may leave out which compiler they are for. */
export function versionFor(folder: string): string {
  const pin = join(folder, 'tools/go.mod');
  return existsSync(pin) ? pinnedVersion(readFileSync(pin, 'utf8')) : pinnedVersion();
}
