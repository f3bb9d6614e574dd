/** Loads a policy bundle and keeps its AccessTables. */
import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import {
  type AccessTable,
  buildAccessTable,
  type FailureKind,
  type TableSource,
} from './access-table.ts';
import {
  type Bundle,
  CONDITIONAL_ENTRYPOINT,
  DOCUMENTS_ENTRYPOINT,
  ENTRYPOINT,
  ENTRYPOINTS,
  type Entrypoint,
  LIMITS_ENTRYPOINT,
  readBundle,
} from './bundle.ts';
import { BundleError } from './bundle-error.ts';
import { type ConditionalQuestion, type CoordinateUse, decideUses } from './conditional.ts';
import { decidedCoordinates } from './coordinates.ts';
import type { Decision } from './decision.ts';
import { createDocumentModes, type DocumentMode, type DocumentSubject } from './document-mode.ts';
import type { Requirements } from './requirement.ts';
import { type Evaluate, type EvaluateEntrypoint, instantiateWasm } from './wasm.ts';

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
  /**
   * The decisions of an operation's uses of conditional coordinates, in their order; one policy
   * call for all. They take the place of the table's.
   */
  decideConditional(question: ConditionalQuestion): readonly Decision[];
  /** Whether the subject may ask any document; one policy call the first time, then a look-up. */
  documentsFor(subject: DocumentSubject): DocumentMode;
  /** What it was made from, to try changes out on; a policy that is off has none. */
  readonly source?: PolicySource;
}

/** A bundle and what the running supergraph asks for. */
export interface PolicySource {
  readonly bundle: Bundle;
  readonly requirements: Requirements;
}

/** Where tables are kept; their keys tell policies apart, so that several may share one. */
export interface KeptTables {
  readonly get: (key: string) => AccessTable | undefined;
  readonly set: (key: string, table: AccessTable) => void;
}

/** Tables kept; far more than there are roles, so that only made-up ones are ever dropped. */
export const TABLES_MAX = 128;

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
  /** Those the bundle must have; to look at an older bundle fewer may do. */
  readonly entrypoints?: readonly Entrypoint[];
  readonly tables?: KeptTables;
}): Promise<Policy> {
  const { schema, ...rest } = options;
  return loadPolicyFor({ ...rest, coordinates: decidedCoordinates(schema) });
}

/** The same, where there is no schema but the coordinates to decide. */
export async function loadPolicyFor(options: {
  readonly bundle: Uint8Array;
  readonly coordinates: readonly string[];
  readonly requirements: Requirements;
  readonly onFailure: (kind: FailureKind) => void;
  readonly entrypoints?: readonly Entrypoint[];
  readonly tables?: KeptTables;
}): Promise<Policy> {
  const asked = options.entrypoints ?? ENTRYPOINTS;
  const bundle = await readBundle(options.bundle, asked);
  const ask = await instantiated(() =>
    instantiateWasm(bundle, { ...bundle.data, schema: options.requirements }),
  );
  const { coordinates } = options;
  const schemaHash = hashOf({ coordinates, requirements: options.requirements });
  const { revision, roles } = bundle;
  const inputs = inputsOf(options.requirements);
  const failures: FailureKind[] = [];
  let loaded = false;
  const onFailure = (kind: FailureKind): void => {
    if (loaded) options.onFailure(kind);
    else failures.push(kind);
  };
  const policy = createPolicy({
    revision,
    contentHash: bundle.sha256,
    schemaHash,
    roles,
    coordinates,
    evaluate: (input) => ask(ENTRYPOINT, input),
    evaluateLimits: (input) => ask(LIMITS_ENTRYPOINT, input),
    evaluateConditional: (input) => ask(CONDITIONAL_ENTRYPOINT, input),
    evaluateDocuments: (input) => ask(DOCUMENTS_ENTRYPOINT, input),
    inputs,
    onFailure,
    tables: options.tables,
  });
  for (const role of roles) {
    const table = policy.tableFor({ role });
    const conditional = coordinates.filter((each) => table.isConditional(each));
    // Only fields are decided as they are called: a condition on anything else would never be asked.
    const [lost] = conditional.filter((each) => !each.includes('.') || inputs.has(each));
    if (lost !== undefined) {
      throw new BundleError(`bundle ${revision} has a condition on ${lost}, which is no field`);
    }
    const uses = conditional.map(withoutArguments);
    policy.decideConditional({ attributes: { role }, now: new Date(0), grants: [], uses });
    if (asked.includes(DOCUMENTS_ENTRYPOINT)) {
      policy.documentsFor({ role, client: 'unknown', bank_id: '' });
    }
    if (failures.length > 0) {
      throw new BundleError(`bundle ${revision} does not decide for ${role}: ${failures[0]}`);
    }
  }
  loaded = true;
  return Object.freeze({ ...policy, source: { bundle, requirements: options.requirements } });
}

/** A policy over any evaluator; `loadPolicy` gives it the WASM module's. */
export function createPolicy(source: {
  readonly revision: string;
  /** Tells policies apart that name the same revision and are not the same. */
  readonly contentHash?: string;
  readonly schemaHash: string;
  readonly roles: ReadonlySet<string>;
  readonly coordinates: readonly string[];
  readonly evaluate: Evaluate;
  readonly evaluateLimits?: TableSource['evaluateLimits'];
  /** Asks about uses; without it every one is denied. */
  readonly evaluateConditional?: (input: object) => unknown;
  /** Asks about documents; without it registered ones only. */
  readonly evaluateDocuments?: (input: object) => unknown;
  readonly inputs?: ReadonlySet<string>;
  readonly onFailure: (kind: FailureKind) => void;
  /** Its own unless given. */
  readonly tables?: KeptTables | undefined;
}): Policy {
  const { revision, contentHash = '', schemaHash, roles } = source;
  const { tables = new LRUCache<string, AccessTable>({ max: TABLES_MAX }) } = source;
  let failed = 0;
  return Object.freeze({
    revision,
    schemaHash,
    roles,
    tableFor({ role }: Attributes): AccessTable {
      const key = JSON.stringify([revision, contentHash, schemaHash, role]);
      const kept = tables.get(key);
      if (kept !== undefined) return kept;
      const { table, whole } = buildAccessTable({ ...source, key, role });
      if (!whole) {
        // Of its own key, or what is kept under it would outlive the failure.
        failed += 1;
        return Object.freeze({ ...table, key: `${key} failed ${failed}` });
      }
      tables.set(key, table);
      return table;
    },
    decideConditional: (question: ConditionalQuestion) =>
      decideUses(question, source.evaluateConditional ?? (() => undefined), source.onFailure),
    documentsFor: createDocumentModes(
      source.evaluateDocuments ?? (() => undefined),
      source.onFailure,
    ),
  });
}

async function instantiated(
  instantiate: () => Promise<EvaluateEntrypoint>,
): Promise<EvaluateEntrypoint> {
  try {
    return await instantiate();
  } catch (cause) {
    throw new BundleError("the bundle's WASM module can't be used", { cause });
  }
}

function withoutArguments(coordinate: string): CoordinateUse {
  return { coordinate, arguments: {} };
}

/** Coordinates that are arguments, input fields or enum values. */
export function inputsOf(requirements: Requirements): ReadonlySet<string> {
  return new Set(
    Object.entries(requirements).flatMap(([coordinate, { input }]) => (input ? [coordinate] : [])),
  );
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
