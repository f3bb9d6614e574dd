/** What would become of operations, role by role: the gateway's own preflight, with nothing behind. */
import { parse } from 'graphql';
import { Registry } from 'prom-client';
import { createGatewayCaches } from '../../gateway/caches.ts';
import { indexOperations, type RegisteredOperation } from '../../gateway/documents/index.ts';
import { memoryCostBuckets } from '../../gateway/limits/cost-bucket.ts';
import { costModelOf } from '../../gateway/operation/cost-model.ts';
import { createFetchedKey } from '../../gateway/operation/fetched-key.ts';
import { createVisibleSchemas } from '../../gateway/operation/visible-schema.ts';
import { createDecideNodes } from '../../gateway/pipeline/decide-nodes.ts';
import { createElevatableIn } from '../../gateway/pipeline/elevatable.ts';
import { type Preflight, type PreflightDeps, preflight } from '../../gateway/pipeline/preflight.ts';
import { createPreviewPlan, type PreviewPlan } from '../../gateway/planner/preview-plan.ts';
import { createMaskKeys, stripSecurityLinks } from '../../gateway/policy/index.ts';
import { newDecisionId, toBankId } from '../../lib/ids.ts';
import type { PolicyVersion } from '../load-version.ts';

export type Foreseen =
  | { readonly kind: 'answered'; readonly preflight: Preflight }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface Asked {
  readonly operation: RegisteredOperation;
  readonly role: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Foresight {
  readonly foresee: (asked: Asked) => Promise<Foreseen>;
  readonly previewPlan: PreviewPlan;
}

const SOME_BANK = toBankId('00000000-0000-0000-0000-000000000000');

/**
 * As a gateway with this policy would decide now, for somebody who was given nothing for a time.
 * @param operations those that count as registered.
 */
export function createForesight(
  version: Pick<PolicyVersion, 'schema' | 'supergraphSdl' | 'policy'>,
  operations: readonly RegisteredOperation[],
): Foresight {
  const deps = depsOf(version, operations);
  return {
    previewPlan: deps.previewPlan,
    foresee: async ({ operation, role, variables }) => {
      const { client, name, document } = operation;
      const admission = {
        principal: { subject: 'nobody', role, bankId: SOME_BANK, client },
        decisionId: newDecisionId(),
        deniedMode: 'partial',
        deadline: Number.POSITIVE_INFINITY,
        signal: new AbortController().signal,
        leave: () => undefined,
      } as const;
      const request = {
        document: parse(document),
        source: document,
        operationName: name,
        variables,
      };
      const { answer, preflight: foreseen } = await preflight(deps, admission, request);
      if (foreseen) return { kind: 'answered', preflight: foreseen };
      const [error] = answer.result.errors ?? [];
      const code = String(error?.extensions.code ?? 'INTERNAL_SERVER_ERROR');
      return { kind: 'refused', code, message: error?.message ?? '' };
    },
  };
}

function depsOf(
  { schema, supergraphSdl, policy }: Pick<PolicyVersion, 'schema' | 'supergraphSdl' | 'policy'>,
  operations: readonly RegisteredOperation[],
): PreflightDeps {
  const caches = createGatewayCaches(new Registry());
  const documents = indexOperations(operations);
  return {
    apiSchema: schema,
    policy: () => policy,
    documents: () => documents,
    planner: { apiSchema: schema, execute: neverExecuted, stop: async () => undefined },
    previewPlan: createPreviewPlan(() => stripSecurityLinks(supergraphSdl)),
    fetchedKey: createFetchedKey(schema),
    decideNodes: createDecideNodes(schema),
    elevatableIn: createElevatableIn(schema),
    elevation: { grantsOf: async () => [], onUse: () => undefined },
    now: () => new Date(),
    visibleSchema: createVisibleSchemas(schema),
    verdicts: caches.verdicts,
    authorized: caches.authorized,
    costs: costModelOf(supergraphSdl, schema),
    buckets: memoryCostBuckets(),
    maskKeys: createMaskKeys('certify'),
    record: async () => undefined,
    onFault: (_, fault) => {
      throw fault;
    },
    onDecided: () => undefined,
  };
}

function neverExecuted(): never {
  throw new Error('a preflight executes nothing');
}
