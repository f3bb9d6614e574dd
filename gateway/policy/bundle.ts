/** Reads an OPA bundle (https://www.openpolicyagent.org/docs/management-bundles). */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { z } from 'zod';

/** The questions the gateway asks the policy. */
export const ENTRYPOINT = 'payscope/authz/decisions';
export const CONDITIONAL_ENTRYPOINT = 'payscope/authz/conditional';
export const LIMITS_ENTRYPOINT = 'payscope/limits/limits';
export const ENTRYPOINTS = [ENTRYPOINT, CONDITIONAL_ENTRYPOINT, LIMITS_ENTRYPOINT] as const;
export type Entrypoint = (typeof ENTRYPOINTS)[number];

/** A bundle that unpacks to more is a mistake or an attack. */
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;

const manifestSchema = z.object({
  revision: z.string().min(1),
  wasm: z.array(z.object({ entrypoint: z.string(), module: z.string() })).min(1),
});

const rolesSchema = z.record(z.string(), z.object({ permissions: z.array(z.string()) }));
const dataSchema = z.looseObject({ roles: rolesSchema });

/** A bundle that can be loaded: its entrypoint's module and its data. */
export interface Bundle {
  readonly revision: string;
  /** SHA-256 of the archive's bytes, for logs. */
  readonly sha256: string;
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly data: Readonly<Record<string, unknown>>;
  readonly roles: ReadonlySet<string>;
}

/** What is wrong with a bundle; it is not used, and the last good one stays in place. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

/**
 * Unpacks and checks a bundle.
 *
 * @throws {BundleError} when it can't be read or lacks manifest, entrypoint, module or roles.
 */
export async function readBundle(archive: Uint8Array): Promise<Bundle> {
  const files = await unpack(archive);
  const manifest = parseJson(files, '.manifest', manifestSchema);
  const data = parseJson(files, 'data.json', dataSchema);
  const [wasm] = ENTRYPOINTS.map((wanted) => {
    const module = manifest.wasm.find(({ entrypoint }) => entrypoint === wanted)?.module;
    const file = module === undefined ? undefined : files.get(module.replace(/^\//, ''));
    if (file === undefined) throw new BundleError(`the bundle has no WASM module for ${wanted}`);
    return file;
  });
  if (wasm === undefined) throw new BundleError('the bundle has no WASM module');
  return {
    revision: manifest.revision,
    sha256: createHash('sha256').update(archive).digest('hex'),
    wasm: new Uint8Array(wasm),
    data,
    roles: new Set(Object.keys(data.roles)),
  };
}

async function unpack(archive: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  try {
    const unpacking = extract();
    unpacking.end(gunzipSync(archive, { maxOutputLength: UNPACKED_BYTES_MAX }));
    for await (const entry of unpacking) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) if (chunk instanceof Buffer) chunks.push(chunk);
      if (entry.header.type !== 'directory')
        files.set(nameOf(entry.header, files), Buffer.concat(chunks));
    }
  } catch (cause) {
    if (cause instanceof BundleError) throw cause;
    throw new BundleError('the bundle is no gzipped tar archive', { cause });
  }
  return files;
}

/** A name that leads outside, or a second file of one name, is no mistake OPA makes. */
function nameOf(header: Header, files: ReadonlyMap<string, Buffer>): string {
  const name = header.name.replace(/^\.?\//, '');
  if (header.type !== 'file' || files.has(name) || name.split('/').includes('..')) {
    throw new BundleError(`the bundle has an entry it should not have: ${JSON.stringify(name)}`);
  }
  return name;
}

function parseJson<T>(files: ReadonlyMap<string, Buffer>, name: string, schema: z.ZodType<T>): T {
  const file = files.get(name);
  if (file === undefined) throw new BundleError(`the bundle has no ${name}`);
  try {
    return schema.parse(JSON.parse(file.toString('utf8')));
  } catch (cause) {
    throw new BundleError(`the bundle's ${name} is not what it should be`, { cause });
  }
}
