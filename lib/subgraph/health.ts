/** Liveness, readiness and metrics: the routes that need no hop token, and tell nothing of a bank. */
import type { FastifyInstance } from 'fastify';
import { type Database, pingDatabase } from '../db/index.ts';
import type { SubgraphMetrics } from './metrics.ts';

export const HEALTH_PATHS: ReadonlySet<string> = new Set([
  '/health/live',
  '/health/ready',
  '/metrics',
]);

export function registerHealth(
  app: FastifyInstance,
  database: Database,
  metrics: SubgraphMetrics,
): void {
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await pingDatabase(database);
      return { status: 'ok' };
    } catch {
      return reply.status(503).send({ status: 'unavailable', failed: ['database'] });
    }
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
