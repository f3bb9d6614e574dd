/**
 * The policy as it is, over data in which every kind of condition, mask and client rule occurs: what
 * no data of today's uses could differ unnoticed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decidedCoordinates, readBundle } from '../../gateway/policy/index.ts';
import type { KeptFiles } from '../../workbench/kept-files.ts';
import { loadVersion } from '../../workbench/load-version.ts';
import { type PolicySources, stageSources } from '../../workbench/policy-sources.ts';
import { openWasm, type WasmModule } from '../../workbench/testing/wasm-module.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface World extends Disposable {
  readonly revision: string;
  /** Rules and data for OPA's evaluator. */
  readonly folder: string;
  /** The same rules as the gateway has them, over the same data. */
  readonly wasm: WasmModule;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly coordinates: readonly string[];
  /** Those that have conditions, with the arguments these read. */
  readonly conditional: readonly Conditional[];
}

export interface Conditional {
  readonly coordinate: string;
  readonly arguments: readonly string[];
}

const described = { description: 'Made up.' };

/** By coordinate; each is one of the schema's own, so that all the rest of a decision applies. */
const CONDITIONS = {
  'Query.paths': [
    { ...described, kind: 'at_most', argument: 'maxHops', limit: 3, unless: 'graph:simulate' },
    { ...described, kind: 'hours', from: '06:00', to: '20:00' },
  ],
  'Query.payments': [
    { ...described, kind: 'at_most', argument: 'first', limit: 100.5, unless: 'metrics:read' },
  ],
  'Account.payments': [
    { ...described, kind: 'one_of', argument: 'filter.size', values: ['SMALL', 1, true, 'é'] },
  ],
  'AccountHolder.birthDate': [
    { ...described, kind: 'within', argument: 'day', from: '1990-01-01', to: '1999-12-31' },
  ],
  'Account.number': [{ ...described, kind: 'within', argument: 'a.b', from: -1, to: 1e21 }],
  'Account.holders': [{ ...described, kind: 'hours', from: '22:00', to: '05:00' }],
  'Payment.amount': [
    {
      ...described,
      kind: 'period',
      from: '2026-01-01T00:00:00.000Z',
      to: '2027-01-01T00:00:00.000Z',
    },
  ],
  'Account.bank': [{ ...described, kind: 'elevatable', argument: 'permission' }],
} as const;

const MASKS = {
  'AccountHolder.birthDate': { permission: 'pii:read', obligation: { kind: 'year' } },
  'AccountHolder.district': { permission: 'pii:read', obligation: { kind: 'round', to: 1000 } },
  'Account.auditTrail': { permission: 'audit:read', obligation: { kind: 'null' } },
};

const DOCUMENT_RULES = [
  { name: 'partners', clients: ['partner-ab', ''], mode: 'registered' },
  { name: 'bank', banks: ['b1', 'é'], roles: ['ANALYST', 'AUDITOR'], mode: 'any' },
  { clients: ['dashboard'] },
];

/** @throws when there is neither a compiler nor a bundle of the sources as they are. */
export async function openWorld(kept: KeptFiles): Promise<World> {
  const version = await loadVersion(ROOT, 'policies', { kept });
  const { bundle, revision, schema, policy, sources } = version;
  if (sources === undefined) throw new TypeError('a folder has sources');
  const { wasm, data } = await readBundle(bundle);
  const clients = { clients: {}, documents: { default: 'any', rules: DOCUMENT_RULES } };
  const conditions = { elevation: ['pii:read', 'facts:read'], rules: CONDITIONS };
  const made = { conditions, masks: MASKS, clients };
  const folder = mkdtempSync(join(tmpdir(), 'payscope-evaluators-'));
  stageSources(replaced(sources, made), folder);
  return {
    revision,
    folder,
    wasm: await openWasm(wasm, { ...data, ...made }),
    roles: [...policy.roles],
    permissions: Object.keys(Object(data.permissions)),
    coordinates: decidedCoordinates(schema),
    conditional: Object.entries(CONDITIONS).map(([coordinate, each]) => ({
      coordinate,
      arguments: each.flatMap((condition) => ('argument' in condition ? condition.argument : [])),
    })),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function replaced(sources: PolicySources, made: Readonly<Record<string, unknown>>): PolicySources {
  const all = new Map(sources);
  for (const [name, value] of Object.entries(made)) {
    all.set(`${name}/data.json`, JSON.stringify(value));
  }
  return all;
}
