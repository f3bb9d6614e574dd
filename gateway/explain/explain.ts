/** Why coordinates were withheld from a role, and what would change it: asked of the policy itself. */
import { LRUCache } from 'lru-cache';
import { isWithheldBy } from '../pipeline/decide-field.ts';
import type { AccessTable, Effect, Policy, PolicySource } from '../policy/index.ts';
import { smallestChanges } from './smallest-changes.ts';
import { createTrial, type Trial } from './trial.ts';

/** What the audit trail keeps of a decision. */
export interface DecisionRecord {
  readonly role: string;
  readonly policyRevision: string;
  readonly deniedCoordinates: readonly string[];
}

export interface PermissionChange {
  readonly role: string;
  readonly add: readonly string[];
  /** What is decided with them: allow or mask. */
  readonly effect: Effect;
}

export interface Explanation {
  readonly coordinate: string;
  readonly effect: Effect;
  readonly reasonCode: string;
  readonly rule: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly attributes: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly description: string;
  }[];
  readonly requires: readonly (readonly string[])[];
  /** The policy's that was asked, which may have changed since the decision. */
  readonly revision: string;
  readonly isOfDecision: boolean;
  readonly changes: readonly PermissionChange[];
}

export type Explain = (record: DecisionRecord) => Promise<readonly Explanation[]>;

const EXPLAINED_MAX = 100;
/** More than three permissions at once are no small change. */
const CHANGE_SIZE_MAX = 3;
/** Some five roles by all coordinates. */
const KEPT_MAX = 5_000;

/** What is made once for each policy. */
interface Explainer {
  readonly source: PolicySource;
  readonly trial: Trial;
  readonly kept: LRUCache<string, readonly PermissionChange[]>;
}

/** @example const explain = createExplain(() => policies.current()) */
export function createExplain(policy: () => Policy): Explain {
  const explainers = new WeakMap<PolicySource, Promise<Explainer>>();
  return async (record) => {
    const { source } = policy();
    if (!source) return [];
    const explainer = explainers.get(source) ?? createExplainer(source);
    explainers.set(source, explainer);
    try {
      return await explainAll(await explainer, record);
    } catch (fault) {
      // An instance that threw has a memory that can't be trusted (gateway/policy/wasm.ts).
      explainers.delete(source);
      throw fault;
    }
  };
}

async function createExplainer(source: PolicySource): Promise<Explainer> {
  const trial = await createTrial(source);
  return { source, trial, kept: new LRUCache({ max: KEPT_MAX }) };
}

async function explainAll(
  explainer: Explainer,
  { role, policyRevision, deniedCoordinates }: DecisionRecord,
): Promise<readonly Explanation[]> {
  const { source, trial } = explainer;
  const asked = deniedCoordinates.slice(0, EXPLAINED_MAX);
  const tables = tablesOf(trial, role, asked);
  const { revision } = source.bundle;
  const attributes = [...trial.attributes].map(([name, description]) => {
    return { name, value: name === 'role' ? role : null, description };
  });
  const explanations: Explanation[] = [];
  for (const coordinate of asked) {
    const decision = tables([]).decide(coordinate);
    const place = trial.placeOf(decision.rule);
    explanations.push({
      coordinate,
      effect: decision.effect,
      reasonCode: decision.reason,
      rule: decision.rule,
      file: place?.file ?? null,
      line: place?.line ?? null,
      attributes,
      requires: source.requirements[coordinate]?.policies ?? [],
      revision,
      isOfDecision: revision === policyRevision,
      changes: await changesFor(explainer, tables, role, coordinate),
    });
  }
  return explanations;
}

async function changesFor(
  { trial, kept }: Explainer,
  tables: (given: readonly string[]) => AccessTable,
  role: string,
  coordinate: string,
): Promise<readonly PermissionChange[]> {
  const key = JSON.stringify([role, coordinate]);
  const known = kept.get(key);
  if (known) return known;
  const effectWith = (given: readonly string[]): Effect | undefined => {
    const decision = tables(given).decide(coordinate);
    return isWithheldBy(decision) ? undefined : decision.effect;
  };
  if (effectWith([]) !== undefined) return [];
  const found = await smallestChanges({
    candidates: trial.missing(role),
    sizeMax: CHANGE_SIZE_MAX,
    attempt: effectWith,
  });
  const changes = found.map(({ add, found: effect }) => ({ role, add, effect }));
  kept.set(key, changes);
  return changes;
}

/** Each set of permissions is tried once for all coordinates of a record. */
function tablesOf(trial: Trial, role: string, coordinates: readonly string[]) {
  const tables = new Map<string, AccessTable>();
  return (given: readonly string[]): AccessTable => {
    const key = given.join(' ');
    const known = tables.get(key) ?? trial.tableFor({ role, given, coordinates });
    tables.set(key, known);
    return known;
  };
}
