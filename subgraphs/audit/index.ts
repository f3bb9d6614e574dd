/** The audit subgraph: a hash-chained trail of operations per bank, and rights given for a time. */
import { type BankId, bankIdOf } from '../../lib/ids.ts';
import type { SubgraphDefinition } from '../../lib/subgraph/index.ts';
import { startBackgroundBy } from './background.ts';
import type { AuditConfig } from './config.ts';
import { COUNTERS } from './counters.ts';
import { createLoaders, type Loaders } from './loaders/index.ts';
import { type Checkpointing, openCheckpoints } from './open-checkpoints.ts';
import { createResolvers } from './resolvers/index.ts';
import { entriesRoute } from './routes/entries.ts';
import { grantsRoute } from './routes/grants.ts';
import type { Surroundings } from './surroundings.ts';

/** Where no place for checkpoints is configured. */
const NONE_KEPT: Surroundings['newest'] = async () => undefined;

export interface AuditParts {
  readonly now: () => Date;
  readonly checkpointing?: Checkpointing | undefined;
  /** Looked after from the start. */
  readonly banks?: readonly BankId[];
}

/** @example const definition = auditBy({ now: () => new Date('2026-11-25T12:00:00Z') }) // in a test */
export function auditBy({
  now,
  checkpointing,
  banks = [],
}: AuditParts): SubgraphDefinition<Loaders> {
  const surroundings = { now, newest: checkpointing?.writer.newest ?? NONE_KEPT };
  const routes = [entriesRoute(now), grantsRoute(now)];
  return {
    name: 'audit',
    schemaFile: new URL('../../schema/audit.graphql', import.meta.url),
    resolvers: createResolvers(surroundings),
    createLoaders: (context) => createLoaders(context, surroundings),
    routes: (app, contextOf) => {
      for (const route of routes) route(app, contextOf);
    },
    counters: COUNTERS,
    startBackground: startBackgroundBy({ now, checkpointing, banks }),
  };
}

/** As it is configured: by the system's clock, with checkpoints where a place for them is named. */
export async function openAudit(config: AuditConfig): Promise<SubgraphDefinition<Loaders>> {
  const banks = (config.AUDIT_BANKS?.split(',') ?? []).map(bankIdOf);
  return auditBy({ now: systemClock, checkpointing: await openCheckpoints(config), banks });
}

/** Without checkpoints. */
export const audit = auditBy({ now: systemClock });

function systemClock(): Date {
  return new Date();
}
