/** Who may issue tokens, and what checks them. */
import { join } from 'node:path';
import type { Log } from '../../lib/log.ts';
import type { GatewayConfig } from '../config.ts';
import { developmentKeys, type KeySource } from '../identity/keys.ts';
import { createRemoteKeys } from '../identity/remote-keys.ts';
import { createRevocations } from '../identity/revocations.ts';
import { createVerifiedTokens } from '../identity/verified-tokens.ts';
import { createVerifier, type Verifier } from '../identity/verifier.ts';
import type { GatewayMetrics } from '../metrics.ts';

/** A remote issuer's keys are fetched at once, so that the first request needn't wait for them. */
export async function keysFor(
  config: GatewayConfig,
  metrics: GatewayMetrics,
  log: Log,
): Promise<KeySource> {
  const { jwksUrl } = config.identity;
  if (!jwksUrl) return developmentKeys(join(config.dataDir, 'keys'));
  const keys = createRemoteKeys(jwksUrl, {
    onFetch: (outcome) => metrics.keyFetches.inc({ outcome }),
  });
  keys
    .ready()
    .catch((err: unknown) => log.error({ err }, 'JWKS_URL gives no keys; all are refused'));
  return keys;
}

export function verifierFor(
  config: GatewayConfig,
  keys: KeySource,
  metrics: GatewayMetrics,
  roles: () => ReadonlySet<string>,
): Verifier {
  const verified = createVerifiedTokens();
  const { issuer, audience } = config.identity;
  return createVerifier({
    keys,
    issuer,
    audience,
    roles,
    revocations: createRevocations(),
    verified,
    onLookup: (result) => {
      metrics.tokenLookups.inc({ result });
      metrics.tokensKept.set(verified.size());
    },
  });
}
