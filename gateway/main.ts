/** The gateway process: configuration → parts → pipeline → listen → drain. */
import './quiet.ts';
import { runMain } from '../lib/config/index.ts';
import { createLog } from '../lib/log.ts';
import { readGatewayConfig } from './config.ts';
import { startGateway } from './start.ts';

const DRAIN_MS = 9_500;

await runMain(async () => {
  const config = readGatewayConfig();
  const log = createLog({ name: 'gateway', level: config.logLevel });
  const gateway = await startGateway(config, log);
  log.info({ url: gateway.url, policy_revision: gateway.policies.current().revision }, 'listening');
  process.send?.({ kind: 'listening', name: 'gateway', url: gateway.url });

  const drain = async (signal: string): Promise<void> => {
    log.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await gateway.close();
    process.exit(0);
  };
  process.on('SIGHUP', () => {
    void gateway.reloadDocuments();
    void gateway.reloadShadow();
    gateway.reloadPolicy().then(({ kind }) => log.info({ outcome: kind }, 'policy read again'));
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, drain);
});
