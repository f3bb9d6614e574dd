/** Reads an OPA bundle (https://www.openpolicyagent.org/docs/management-bundles). */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { z } from 'zod';

/** The one question the gateway asks the policy. */
export const ENTRYPOINT = 'payscope/authz/decisions';

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
  const module = manifest.wasm.find(({ entrypoint }) => entrypoint === ENTRYPOINT)?.module;
  const wasm = module === undefined ? undefined : files.get(module.replace(/^\//, ''));
  if (wasm === undefined) throw new BundleError(`the bundle has no WASM module for ${ENTRYPOINT}`);
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
      files.set(entry.header.name.replace(/^\.?\//, ''), Buffer.concat(chunks));
    }
  } catch (cause) {
    throw new BundleError('the bundle is no gzipped tar archive', { cause });
  }
  return files;
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
