/** What the gateway counts; names are `payscope_stage_unit_total`, labels of bounded size only. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface GatewayMetrics {
  readonly registry: Registry;
  readonly operations: Counter<'outcome'>;
  readonly refusals: Counter<'code'>;
  readonly abandoned: Counter;
  readonly tokenLookups: Counter<'result'>;
  readonly tokensKept: Gauge;
  readonly keyFetches: Counter<'outcome'>;
  readonly policyFailures: Counter<'kind'>;
  readonly policySwaps: Counter<'outcome'>;
  readonly bundleRefusals: Counter<'kind'>;
  readonly bundleFetches: Counter<'outcome'>;
  readonly fetchFailures: Counter<'subgraph'>;
  readonly fetchesHeldBack: Counter<'subgraph'>;
  readonly auditFailures: Counter;
  readonly decisionsLogged: Counter;
  readonly decisionsDropped: Counter<'cause'>;
  readonly decisionMaskFailures: Counter;
  readonly shadowOperations: Counter<'outcome'>;
  readonly shadowDifferences: Counter<'role' | 'coordinate' | 'from' | 'to'>;
  readonly shadowFailures: Counter<'kind'>;
  readonly elevationUses: Counter<'permission'>;
  readonly grantLookups: Counter<'outcome'>;
  readonly duration: Histogram;
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createGatewayMetrics(inFlight: () => number): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'payscope_limit_requests_in_flight',
    help: 'Requests worked on now.',
    registers,
    collect() {
      this.set(inFlight());
    },
  });
  return {
    registry,
    operations: new Counter({
      name: 'payscope_audit_operations_total',
      help: 'Operations answered, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    refusals: new Counter({
      name: 'payscope_respond_refusals_total',
      help: 'Requests refused before they became an operation, by code.',
      labelNames: ['code'],
      registers,
    }),
    abandoned: new Counter({
      name: 'payscope_receive_abandoned_total',
      help: 'Requests whose client left before the answer; what ran for them was cancelled.',
      registers,
    }),
    tokenLookups: new Counter({
      name: 'payscope_authenticate_token_lookups_total',
      help: 'Look-ups among the tokens verified a moment ago, by result: hit or miss.',
      labelNames: ['result'],
      registers,
    }),
    tokensKept: new Gauge({
      name: 'payscope_authenticate_tokens_kept',
      help: 'Tokens verified a moment ago that are kept.',
      registers,
    }),
    keyFetches: new Counter({
      name: 'payscope_authenticate_key_fetches_total',
      help: "Fetches of the issuer's keys: changed, unchanged, timeout, unreachable or refused.",
      labelNames: ['outcome'],
      registers,
    }),
    policyFailures: new Counter({
      name: 'payscope_authorize_policy_failures_total',
      help: 'Policy evaluations that gave no usable answer, by kind; each denies.',
      labelNames: ['kind'],
      registers,
    }),
    policySwaps: new Counter({
      name: 'payscope_authorize_policy_swaps_total',
      help: 'Attempts to put another policy in force: swapped, unchanged or refused.',
      labelNames: ['outcome'],
      registers,
    }),
    bundleRefusals: new Counter({
      name: 'payscope_policy_bundle_refusals_total',
      help: 'Policy bundles that were refused, by kind; the last good one stays in force.',
      labelNames: ['kind'],
      registers,
    }),
    bundleFetches: new Counter({
      name: 'payscope_policy_source_fetches_total',
      help: 'Looks at the source of policy bundles: changed, unchanged, or why it failed.',
      labelNames: ['outcome'],
      registers,
    }),
    fetchFailures: new Counter({
      name: 'payscope_execute_fetch_failures_total',
      help: 'Fetches that failed, by subgraph.',
      labelNames: ['subgraph'],
      registers,
    }),
    fetchesHeldBack: new Counter({
      name: 'payscope_execute_fetches_held_back_total',
      help: 'Of those that failed: fetches never sent, since they asked for what was not permitted.',
      labelNames: ['subgraph'],
      registers,
    }),
    auditFailures: new Counter({
      name: 'payscope_audit_failures_total',
      help: 'Operations that could not be recorded, and so have no answer.',
      registers,
    }),
    decisionsLogged: new Counter({
      name: 'payscope_decision_log_events_total',
      help: 'Events written to the decision log.',
      registers,
    }),
    decisionsDropped: new Counter({
      name: 'payscope_decision_log_dropped_total',
      help: 'Events missing in the decision log, by cause: backlog_full, buffer_full, too_large, not_written or unwritable.',
      labelNames: ['cause'],
      registers,
    }),
    decisionMaskFailures: new Counter({
      name: 'payscope_decision_log_mask_failures_total',
      help: 'Events whose arguments were all erased because the policy did not say which to keep.',
      registers,
    }),
    shadowOperations: new Counter({
      name: 'payscope_shadow_operations_total',
      help: 'Operations the shadow policy was to decide too: same, different, uncompared or dropped.',
      labelNames: ['outcome'],
      registers,
    }),
    shadowDifferences: new Counter({
      name: 'payscope_shadow_differences_total',
      help: 'Decisions that the shadow policy makes otherwise, from the effect in force to its own.',
      labelNames: ['role', 'coordinate', 'from', 'to'],
      registers,
    }),
    shadowFailures: new Counter({
      name: 'payscope_shadow_failures_total',
      help: 'Failures of the shadow policy, by kind; none of them touches an answer.',
      labelNames: ['kind'],
      registers,
    }),
    elevationUses: new Counter({
      name: 'payscope_elevation_uses_total',
      help: 'Operations decided under an elevation, by the permission it gives.',
      labelNames: ['permission'],
      registers,
    }),
    grantLookups: new Counter({
      name: 'payscope_elevation_grant_lookups_total',
      help: "Looks for a caller's elevations: some, none, kept a moment ago, or failed (none apply).",
      labelNames: ['outcome'],
      registers,
    }),
    duration: new Histogram({
      name: 'payscope_respond_duration_seconds',
      help: 'From request head to answer.',
      buckets: SECONDS,
      registers,
    }),
  };
}

/** What to alert on: a policy that will expire, or that gateways don't agree about. */
export function addBundleGauges(
  registry: Registry,
  inForce: () => { readonly serial: number; readonly expiresAt: Date },
  now: () => Date,
): void {
  const registers = [registry];
  new Gauge({
    name: 'payscope_policy_bundle_serial',
    help: 'The serial of the policy bundle in force.',
    registers,
    collect() {
      this.set(inForce().serial);
    },
  });
  new Gauge({
    name: 'payscope_policy_bundle_expires_in_seconds',
    help: 'How long the signature of the policy bundle in force is good for; below 0 it has expired.',
    registers,
    collect() {
      this.set((inForce().expiresAt.getTime() - now().getTime()) / 1000);
    },
  });
}
