/** The way to the subgraphs: over TLS where its files are named, with certificates that renew. */
import type { Log } from '../../lib/log.ts';
import { followTls } from '../../lib/tls/index.ts';
import type { GatewayConfig } from '../config.ts';
import { createTransport, type Transport } from '../fetch/transport.ts';

/** @throws {ConfigError} when the files can't be used. */
export async function transportFor(
  { tls, subgraphUrls, auditUrl }: GatewayConfig,
  log: Log,
): Promise<Transport> {
  if (!tls) return createTransport();
  const followed = await followTls(tls, {
    onChange: ({ validTo }) => log.info({ valid_to: validTo }, 'calling with a new certificate'),
    onFailure: (err) => log.error({ err }, 'the certificate from before counts on'),
  });
  const urls = [...subgraphUrls, ...(auditUrl ? [['audit', auditUrl] as const] : [])];
  const transport = createTransport({
    material: followed.current,
    services: new Map(urls.map(([name, url]) => [new URL(url).origin, tls.identityOf(name)])),
  });
  return {
    ...transport,
    close: () => {
      followed.stop();
      return transport.close();
    },
  };
}
