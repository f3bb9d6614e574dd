/** What the stages of an answer are given. */
import { type AuditCalls, auditCalls } from '../audit-calls.ts';
import type { GatewayConfig } from '../config.ts';
import { auditSink, logSink } from '../decision-log/sinks.ts';
import type { DocumentsHolder } from '../documents/index.ts';
import { createElevation } from '../elevation/index.ts';
import type { FetchContext } from '../fetch/subgraph-source.ts';
import { memoryCostBuckets } from '../limits/cost-bucket.ts';
import type { CostModel } from '../operation/cost-model.ts';
import { createFetchedKey } from '../operation/fetched-key.ts';
import { createVisibleSchemas } from '../operation/visible-schema.ts';
import { createDecideNodes } from '../pipeline/decide-nodes.ts';
import { createElevatableIn } from '../pipeline/elevatable.ts';
import type { AnswerDeps } from '../pipeline/index.ts';
import type { OperationCoordinates } from '../pipeline/operation-coordinates.ts';
import type { Planner } from '../planner/planner.ts';
import type { MaskKeys, PolicyHolder } from '../policy/index.ts';
import type { DecisionWatch } from '../watch/index.ts';
import type { Parts } from './parts.ts';

export function answerDeps(
  config: GatewayConfig,
  parts: Parts & {
    readonly planner: Planner<FetchContext>;
    readonly policies: PolicyHolder;
    readonly documents: DocumentsHolder;
    readonly watch: DecisionWatch;
    readonly maskKeys: MaskKeys;
    readonly costs: CostModel;
    readonly coordinates: OperationCoordinates;
  },
): AnswerDeps {
  const { planner, policies, documents, metrics, log, caches, costs } = parts;
  const calls = auditCallsOf(config, parts);
  const record = calls ? auditSink(calls.record) : logSink(log);
  return {
    apiSchema: planner.apiSchema,
    planner,
    policy: policies.current,
    documents: documents.current,
    fetchedKey: createFetchedKey(planner.apiSchema),
    decideNodes: createDecideNodes(planner.apiSchema),
    elevatableIn: createElevatableIn(planner.apiSchema, parts.coordinates),
    elevation: createElevation({ ask: calls?.grants, now: () => performance.now(), metrics, log }),
    now: () => new Date(),
    visibleSchema: createVisibleSchemas(planner.apiSchema),
    verdicts: caches.verdicts,
    authorized: caches.authorized,
    costs,
    buckets: memoryCostBuckets(),
    record: async (entry) => {
      metrics.operations.inc({ outcome: entry.outcome });
      await record(entry).catch((cause: unknown) => {
        metrics.auditFailures.inc();
        throw cause;
      });
    },
    onFault: ({ decisionId }, err) => log.error({ err, decision_id: decisionId }, 'fault'),
    onDecided: parts.watch.onDecided,
    maskKeys: parts.maskKeys,
  };
}

function auditCallsOf(
  { auditUrl, requestTimeoutMs: timeoutMs }: GatewayConfig,
  { transport, signHop }: Parts,
): AuditCalls | undefined {
  return auditUrl ? auditCalls(transport, signHop, { auditUrl, timeoutMs }) : undefined;
}
