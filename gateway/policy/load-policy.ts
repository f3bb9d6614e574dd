/** Loads a policy bundle and keeps its AccessTables. */
import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type AccessTable, buildAccessTable, type FailureKind } from './access-table.ts';
import { BundleError, readBundle } from './bundle.ts';
import { decidedCoordinates } from './coordinates.ts';
import type { Requirements } from './requirement.ts';
import { type Evaluate, instantiateWasm } from './wasm.ts';

/** The attributes of a principal the policy sees (policies/attributes/data.json). */
export interface Attributes {
  readonly role: string;
}

export interface Policy {
  readonly revision: string;
  readonly schemaHash: string;
  /** The roles the policy knows; any other is hidden everything. */
  readonly roles: ReadonlySet<string>;
  /** Every decision for a class of principal; one policy call the first time, then a look-up. */
  tableFor(attributes: Attributes): AccessTable;
}

/** Tables kept; far more than there are roles, so that only made-up ones are ever dropped. */
const TABLES_MAX = 128;

/**
 * Loads a bundle for a schema, decides every coordinate for every role once, and refuses the
 * bundle when one of the answers is not whole.
 *
 * @param options.requirements what the running supergraph asks for; takes the place of the
 *   bundle's own `data.schema`.
 * @throws {BundleError} when the bundle can't be used.
 * @example
 *   const policy = await loadPolicy({ bundle, schema, requirements: requirementsOf(sdl), onFailure });
 *   policy.tableFor({ role: 'ANALYST' }).decide('AccountHolder.birthDate').effect // 'mask'
 */
export async function loadPolicy(options: {
  readonly bundle: Uint8Array;
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly onFailure: (kind: FailureKind) => void;
}): Promise<Policy> {
  const bundle = await readBundle(options.bundle);
  const evaluate = await instantiated(() =>
    instantiateWasm(bundle, { ...bundle.data, schema: options.requirements }),
  );
  const coordinates = decidedCoordinates(options.schema);
  const schemaHash = hashOf({ coordinates, requirements: options.requirements });
  const { revision, roles } = bundle;
  const failures: FailureKind[] = [];
  let loaded = false;
  const onFailure = (kind: FailureKind): void => {
    if (loaded) options.onFailure(kind);
    else failures.push(kind);
  };
  const policy = createPolicy({ revision, schemaHash, roles, coordinates, evaluate, onFailure });
  for (const role of roles) {
    policy.tableFor({ role });
    if (failures.length > 0) {
      throw new BundleError(`bundle ${revision} does not decide for ${role}: ${failures[0]}`);
    }
  }
  loaded = true;
  return policy;
}

/** A policy over any evaluator; `loadPolicy` gives it the WASM module's. */
export function createPolicy(source: {
  readonly revision: string;
  readonly schemaHash: string;
  readonly roles: ReadonlySet<string>;
  readonly coordinates: readonly string[];
  readonly evaluate: Evaluate;
  readonly onFailure: (kind: FailureKind) => void;
}): Policy {
  const { revision, schemaHash, roles } = source;
  const tables = new LRUCache<string, AccessTable>({ max: TABLES_MAX });
  return Object.freeze({
    revision,
    schemaHash,
    roles,
    tableFor({ role }: Attributes): AccessTable {
      const key = JSON.stringify([revision, schemaHash, role]);
      const kept = tables.get(key);
      if (kept !== undefined) return kept;
      const { table, whole } = buildAccessTable({ ...source, key, role });
      if (whole) tables.set(key, table);
      return table;
    },
  });
}

async function instantiated(instantiate: () => Promise<Evaluate>): Promise<Evaluate> {
  try {
    return await instantiate();
  } catch (cause) {
    throw new BundleError("the bundle's WASM module can't be used", { cause });
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
