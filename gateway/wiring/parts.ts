/** What most of the gateway's parts are made from. */
import type { Log } from '../../lib/log.ts';
import type { GatewayCaches } from '../caches.ts';
import type { Permitted } from '../fetch/permitted.ts';
import type { SignHop } from '../fetch/sign-hop.ts';
import type { Transport } from '../fetch/transport.ts';
import type { GatewayMetrics } from '../metrics.ts';

export interface Parts {
  readonly transport: Transport;
  /** Undefined where foreign subgraphs are called. */
  readonly signHop: SignHop | undefined;
  readonly permitted: Permitted;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
  readonly caches: GatewayCaches;
}
