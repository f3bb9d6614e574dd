/** What the gateway counts; names are `payscope_stage_unit_total`, labels of bounded size only. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface GatewayMetrics {
  readonly registry: Registry;
  readonly operations: Counter<'outcome'>;
  readonly refusals: Counter<'code'>;
  readonly tokenLookups: Counter<'result'>;
  readonly tokensKept: Gauge;
  readonly keyFetches: Counter<'outcome'>;
  readonly policyFailures: Counter<'kind'>;
  readonly policySwaps: Counter<'outcome'>;
  readonly fetchFailures: Counter<'subgraph'>;
  readonly auditFailures: Counter;
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
      help: 'Attempts to put another policy in force: swapped or refused.',
      labelNames: ['outcome'],
      registers,
    }),
    fetchFailures: new Counter({
      name: 'payscope_execute_fetch_failures_total',
      help: 'Fetches that failed, by subgraph.',
      labelNames: ['subgraph'],
      registers,
    }),
    auditFailures: new Counter({
      name: 'payscope_audit_failures_total',
      help: 'Operations that could not be recorded, and so have no answer.',
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
