/** The files of a bundle: a gzipped tar archive, looked at with suspicion. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { BundleError } from './bundle-error.ts';

/** Contents by name, without a leading slash. */
export type BundleFiles = ReadonlyMap<string, Buffer>;

/** A bundle that unpacks to more is a mistake or an attack. */
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;

/** @throws {BundleError} unreadable, for what is no archive or has entries it should not have. */
export async function unpackArchive(archive: Uint8Array): Promise<BundleFiles> {
  const files = new Map<string, Buffer>();
  try {
    const unpacking = extract();
    // Not on this thread: nobody has vouched for it yet, and requests are being answered.
    unpacking.end(await promisify(gunzip)(archive, { maxOutputLength: UNPACKED_BYTES_MAX }));
    for await (const entry of unpacking) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) if (chunk instanceof Buffer) chunks.push(chunk);
      if (entry.header.type !== 'directory')
        files.set(nameOf(entry.header, files), Buffer.concat(chunks));
    }
  } catch (cause) {
    if (cause instanceof BundleError) throw cause;
    throw new BundleError('the bundle is no gzipped tar archive', { cause, kind: 'unreadable' });
  }
  return files;
}

/** A name that leads outside, or a second file of one name, is no mistake OPA makes. */
function nameOf(header: Header, files: BundleFiles): string {
  const name = header.name.replace(/^\.?\//, '');
  if (header.type !== 'file' || files.has(name) || name.split('/').includes('..')) {
    const which = JSON.stringify(name);
    const message = `the bundle has an entry it should not have: ${which}`;
    throw new BundleError(message, { kind: 'unreadable' });
  }
  return name;
}
