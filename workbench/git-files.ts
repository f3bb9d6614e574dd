/** Files of a git revision, written to a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar-stream';
import { WorkbenchError } from './workbench-error.ts';

const run = promisify(execFile);

/** The commit a name stands for (`main`, `HEAD~1`, a tag); undefined when it is none. */
export async function commitOf(root: string, name: string): Promise<string | undefined> {
  try {
    // With what follows it, no name is an option of git's.
    const args = ['rev-parse', '--verify', '--quiet', `${name}^{commit}`];
    const { stdout } = await run('git', args, { cwd: root });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Writes what a commit has under some paths of `root` to a folder.
 *
 * @throws {WorkbenchError} when the commit has none of a path.
 */
export async function writeFilesOf(
  root: string,
  commit: string,
  paths: readonly string[],
  folder: string,
): Promise<void> {
  const archive = await archiveOf(root, commit, paths);
  const unpacking = extract();
  unpacking.end(archive);
  for await (const entry of unpacking) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) if (chunk instanceof Buffer) chunks.push(chunk);
    // Links are not followed anywhere, so they are not made either.
    if (entry.header.type !== 'file') continue;
    const path = join(folder, entry.header.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.concat(chunks));
  }
}

async function archiveOf(root: string, commit: string, paths: readonly string[]): Promise<Buffer> {
  try {
    const args = ['archive', '--format=tar', commit, '--', ...paths];
    const options = { cwd: root, encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 } as const;
    return (await run('git', args, options)).stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new WorkbenchError(`commit ${commit.slice(0, 12)} can't be read`, [said], 'usage');
  }
}
