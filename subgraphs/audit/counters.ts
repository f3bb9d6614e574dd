/** What the audit subgraph counts besides what every subgraph does. */
import type { CounterDefinition } from '../../lib/subgraph/index.ts';

/** Alerts are made of it: deploy/alerts.yml. */
export const ELEVATION_EVENTS = 'payscope_elevation_grants_total';

/** Alerts are made of it: deploy/alerts.yml. */
export const CHECKPOINTS = 'payscope_audit_checkpoints_total';

export const COUNTERS: readonly CounterDefinition[] = [
  {
    name: ELEVATION_EVENTS,
    help: 'Elevations by what became of them: requested, approved or revoked.',
    labelNames: ['event'],
  },
  {
    name: CHECKPOINTS,
    help: "Signed checkpoints of banks' trails by what became of them: kept, unchanged, failed, or inconsistent with what was signed before.",
    labelNames: ['outcome'],
  },
];
