/** Who gets a certificate, and what for. */
import type { Usage } from './extensions.ts';

export interface Service {
  readonly name: string;
  readonly usages: readonly Usage[];
}

/**
 * Subgraphs serve, and are clients of their own health check and of PostgreSQL. Nobody may serve with
 * the gateway's, which opens the subgraphs.
 */
export const SERVICES: readonly Service[] = [
  { name: 'gateway', usages: ['client'] },
  { name: 'facts', usages: ['server', 'client'] },
  { name: 'metrics', usages: ['server', 'client'] },
  { name: 'graph', usages: ['server', 'client'] },
  { name: 'audit', usages: ['server', 'client'] },
  { name: 'postgres', usages: ['server'] },
];

/** The host of the URIs that name services, and all that the authority may sign of URIs. */
export const TRUST_DOMAIN = 'payscope';

/** As SPIFFE names a workload. */
export function uriOf(service: string): string {
  return `spiffe://${TRUST_DOMAIN}/${service}`;
}

/** Every certificate is good for this machine; each service's also for its own name. */
export const LOCAL_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1'];
