/** What most of the gateway's parts are made from. */
import type { SigningKey } from '../../lib/keys.ts';
import type { Log } from '../../lib/log.ts';
import type { GatewayCaches } from '../caches.ts';
import type { Transport } from '../fetch/transport.ts';
import type { GatewayMetrics } from '../metrics.ts';

export interface Parts {
  readonly transport: Transport;
  readonly hopKey: SigningKey | undefined;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
  readonly caches: GatewayCaches;
}
