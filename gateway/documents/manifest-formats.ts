/** The manifest formats clients' build tools write, read as one. */
import { z } from 'zod';

/** An operation as a manifest has it, nothing of it checked. */
export interface ManifestEntry {
  readonly id: string;
  readonly body: string;
  /** What the manifest says besides; codegen's says nothing. */
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly clientName: string | undefined;
}

export const APOLLO_FORMAT = 'apollo-persisted-query-manifest';

const apolloManifest = z.object({
  format: z.literal(APOLLO_FORMAT),
  version: z.literal(1),
  operations: z.array(
    z.object({
      id: z.string(),
      body: z.string(),
      name: z.string(),
      type: z.string(),
      clientName: z.string().nullish(),
    }),
  ),
});

/** Of GraphQL codegen's client preset: document by hash. */
const codegenManifest = z.record(z.string(), z.string());

/**
 * @returns the entries, or a sentence that says what is wrong with the manifest.
 * @example readManifest('{"format":"apollo-persisted-query-manifest","version":1,"operations":[]}')
 */
export function readManifest(text: string): readonly ManifestEntry[] | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return 'is no JSON object';
  }
  if ('format' in json) return apolloEntries(json);
  const parsed = codegenManifest.safeParse(json);
  if (!parsed.success) return 'is neither an Apollo manifest nor a list of documents by hash';
  return Object.entries(parsed.data).map(([id, body]) => ({
    id,
    body,
    name: undefined,
    type: undefined,
    clientName: undefined,
  }));
}

function apolloEntries(json: object): readonly ManifestEntry[] | string {
  const parsed = apolloManifest.safeParse(json);
  if (parsed.success) {
    return parsed.data.operations.map((operation) => ({
      ...operation,
      clientName: operation.clientName ?? undefined,
    }));
  }
  const issue = parsed.error.issues[0];
  return `is no ${APOLLO_FORMAT} of version 1: ${issue?.path.join('.')}: ${issue?.message}`;
}
