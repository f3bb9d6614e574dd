/** Policy bundles made from the committed one: its files replaced, left out or added. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';

const COMMITTED = join(import.meta.dirname, '../../policies/bundle/bundle.tar.gz');

/** Contents by name, `data.json` and the like; undefined leaves the file out. */
export type BundleChanges = Readonly<Record<string, string | Uint8Array | undefined>>;

/** @example await bundleWith({ 'data.json': JSON.stringify(data) }) */
export async function bundleWith(changes: BundleChanges): Promise<Buffer> {
  const files = new Map<string, string | Uint8Array>(await committedFiles());
  for (const [name, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(name);
    else files.set(name, content);
  }
  return archiveOf([...files].map(([name, content]) => ({ name: `/${name}`, content })));
}

export interface ArchiveEntry {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A gzipped tar archive of these entries, names as they are. */
export async function archiveOf(entries: readonly ArchiveEntry[]): Promise<Buffer> {
  const writing = pack();
  for (const { name, content } of entries) writing.entry({ name }, Buffer.from(content));
  writing.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of writing) parts.push(bytesOf(part));
  return gzipSync(Buffer.concat(parts));
}

export interface RoleData {
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Permissions whose lack hides instead of denying. */
  readonly hidden?: readonly string[];
  readonly masks?: Readonly<
    Record<string, { readonly permission: string; readonly obligation: object }>
  >;
  readonly revision?: string;
}

/** The committed rules over other role data: permissions are whatever the roles name. */
export async function bundleOf({
  roles,
  hidden = [],
  masks = {},
  revision,
}: RoleData): Promise<Buffer> {
  const files = await committedFiles();
  const committed: Record<string, unknown> = JSON.parse(textOf(files, 'data.json'));
  const manifest: Record<string, unknown> = JSON.parse(textOf(files, '.manifest'));
  const names = new Set([...Object.values(roles).flat(), ...hidden, ...namesIn(masks)]);
  const permissions = Object.fromEntries(
    [...names].map((name) => [name, { without: hidden.includes(name) ? 'hide' : 'deny' }]),
  );
  const data = {
    ...committed,
    roles: Object.fromEntries(
      Object.entries(roles).map(([role, held]) => [role, { permissions: held }]),
    ),
    permissions,
    masks,
  };
  return bundleWith({
    'data.json': JSON.stringify(data),
    '.manifest': JSON.stringify({ ...manifest, ...(revision === undefined ? {} : { revision }) }),
  });
}

function namesIn(masks: NonNullable<RoleData['masks']>): readonly string[] {
  return Object.values(masks).map(({ permission }) => permission);
}

export function committedBundle(): Uint8Array {
  return readFileSync(COMMITTED);
}

function committedFiles(): Promise<ReadonlyMap<string, Buffer>> {
  return entriesOf(committedBundle());
}

/** A bundle's files by name, without the leading slash. */
export async function entriesOf(bundle: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reading = extract();
  reading.end(gunzipSync(bundle));
  for await (const entry of reading) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) chunks.push(bytesOf(chunk));
    files.set(entry.header.name.replace(/^\//, ''), Buffer.concat(chunks));
  }
  return files;
}

function textOf(files: ReadonlyMap<string, Buffer>, name: string): string {
  const file = files.get(name);
  if (file === undefined) throw new Error(`the committed bundle has no ${name}`);
  return file.toString('utf8');
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('a chunk of an archive is bytes');
}
