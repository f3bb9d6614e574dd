/** What the facts subgraph counts besides what every subgraph does; alerts are made of it: deploy/alerts.yml. */
import type { CounterDefinition } from '../../lib/subgraph/index.ts';

export const DELIVERIES = 'payscope_webhook_deliveries_total';
export const LAG_SECONDS = 'payscope_webhook_lag_seconds_total';

export const COUNTERS: readonly CounterDefinition[] = [
  {
    name: DELIVERIES,
    help: 'Attempts to deliver an event to a webhook by outcome: delivered, failed and to be tried again, or dead.',
    labelNames: ['outcome'],
  },
  {
    name: LAG_SECONDS,
    help: 'Time from when an event was recorded until a webhook took it, of all that were delivered together.',
    labelNames: [],
  },
];
