/** The policies a log is replayed on: the one named, or each record's own by its revision. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CONDITIONAL_ENTRYPOINT, ENTRYPOINT, readBundle } from '../../gateway/policy/index.ts';
import { type EvaluateEntrypoint, instantiateWasm } from '../../gateway/policy/wasm.ts';
import { loadVersion, type PolicyVersion } from '../load-version.ts';
import { requirementsIn } from '../version-data.ts';
import { WorkbenchError } from '../workbench-error.ts';

/** A policy that decides again. */
export interface ReplayVersion {
  readonly revision: string;
  readonly ask: EvaluateEntrypoint;
}

export type VersionOf = (revision: string) => Promise<ReplayVersion | undefined>;

const COMMITTED = 'policies/bundle/bundle.tar.gz';
/** Older bundles have no others. */
const REPLAYED = [ENTRYPOINT, CONDITIONAL_ENTRYPOINT] as const;
/** Bundles of the history that are looked at; each takes some 20 ms. */
const COMMITS_MAX = 500;

/** Every record is put to one policy, whatever it was decided by. */
export async function oneVersion(root: string, where: string): Promise<VersionOf> {
  const version = await askable(await loadVersion(root, where));
  return async () => version;
}

/**
 * Every record is put to the policy it was decided by: the one in the working tree, or a bundle
 * that was committed once. Undefined where there is none of its revision.
 */
export function versionsByRevision(root: string): VersionOf {
  const versions = versionsHere(root);
  const seen = new Map<string, ReplayVersion>();
  return async (revision) => {
    for (;;) {
      const known = seen.get(revision);
      if (known) return known;
      const next = await versions.next();
      if (next.done) return undefined;
      if (!seen.has(next.value.revision)) seen.set(next.value.revision, next.value);
    }
  };
}

/** The likelier it is that a log is of it, the earlier. */
async function* versionsHere(root: string): AsyncGenerator<ReplayVersion> {
  for (const where of [COMMITTED, undefined]) {
    try {
      yield await askable(await loadVersion(root, where));
    } catch (error) {
      // What can't be compiled here may still be among what was committed.
      if (!(error instanceof WorkbenchError)) throw error;
    }
  }
  yield* committedVersions(root);
}

async function askable({ revision, bundle, requirements }: PolicyVersion): Promise<ReplayVersion> {
  const read = await readBundle(bundle, REPLAYED);
  const data = { ...read.data, schema: requirements };
  return { revision, ask: await instantiateWasm(read, data) };
}

/** From the newest to the oldest. */
async function* committedVersions(root: string): AsyncGenerator<ReplayVersion> {
  const log = ['log', '--format=%H', `--max-count=${COMMITS_MAX}`, '--', COMMITTED];
  for (const commit of (await git(root, log)).toString().split('\n').filter(Boolean)) {
    const archive = await git(root, ['show', `${commit}:${COMMITTED}`]);
    // A commit may delete it, and an old one may be in a form nobody reads any more.
    const bundle = await readBundle(archive, REPLAYED).catch(() => undefined);
    if (!bundle) continue;
    const requirements = requirementsIn(bundle.data) ?? {};
    const data = { ...bundle.data, schema: requirements };
    yield { revision: bundle.revision, ask: await instantiateWasm(bundle, data) };
  }
}

const run = promisify(execFile);

async function git(root: string, args: readonly string[]): Promise<Buffer> {
  const options = { cwd: root, encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 } as const;
  return run('git', args, options).then(
    ({ stdout }) => stdout,
    () => Buffer.alloc(0),
  );
}
