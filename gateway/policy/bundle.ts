/** Reads an OPA bundle (https://www.openpolicyagent.org/docs/management-bundles). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type BundleFiles, unpackArchive } from './archive.ts';
import { BundleError } from './bundle-error.ts';

/** The questions the gateway asks the policy. */
export const ENTRYPOINT = 'payscope/authz/decisions';
export const CONDITIONAL_ENTRYPOINT = 'payscope/authz/conditional';
export const LIMITS_ENTRYPOINT = 'payscope/limits/limits';
export const MASK_ENTRYPOINT = 'payscope/logs/mask';
export const DOCUMENTS_ENTRYPOINT = 'payscope/documents/documents';
export const ENTRYPOINTS = [
  ENTRYPOINT,
  CONDITIONAL_ENTRYPOINT,
  LIMITS_ENTRYPOINT,
  MASK_ENTRYPOINT,
  DOCUMENTS_ENTRYPOINT,
] as const;
export type Entrypoint = (typeof ENTRYPOINTS)[number];

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

/**
 * Unpacks and checks a bundle.
 *
 * @param entrypoints those it must have: all the gateway asks, unless told otherwise.
 * @throws {BundleError} when it can't be read or lacks manifest, entrypoint, module or roles.
 */
export async function readBundle(
  archive: Uint8Array,
  entrypoints: readonly Entrypoint[] = ENTRYPOINTS,
): Promise<Bundle> {
  const files = await unpackArchive(archive);
  const manifest = parseJson(files, '.manifest', manifestSchema);
  const data = parseJson(files, 'data.json', dataSchema);
  const [wasm] = entrypoints.map((wanted) => {
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

function parseJson<T>(files: BundleFiles, name: string, schema: z.ZodType<T>): T {
  const file = files.get(name);
  if (file === undefined) throw new BundleError(`the bundle has no ${name}`);
  try {
    return schema.parse(JSON.parse(file.toString('utf8')));
  } catch (cause) {
    throw new BundleError(`the bundle's ${name} is not what it should be`, { cause });
  }
}
