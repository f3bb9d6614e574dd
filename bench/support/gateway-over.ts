/** Gateway and subgraphs as processes of their own over a given database, for a bench. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../lib/certs/index.ts';
import { ensureKeyFile } from '../../lib/envelope/index.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey } from '../../lib/keys.ts';
import { developmentToken } from '../../test/support/development-token.ts';
import { startProgram } from '../../test/support/processes.ts';
import { signedPolicy } from '../../test/support/signing.ts';
import { tlsEnvironment } from '../../test/support/tls-environment.ts';

export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly token: (role: string, bank: string) => Promise<string>;
}

export interface GatewayOptions {
  /** The programs; the product's own where they are left out. */
  readonly subgraphs?: string;
  readonly gateway?: string;
  /** Between gateway and subgraphs; plain HTTP where it is left out. */
  readonly tls?: boolean;
  /** Of a database with personal data in it. */
  readonly personalKeys?: string;
  /** Of the gateway, besides. */
  readonly env?: Readonly<Record<string, string>>;
}

const SUBGRAPHS = ['facts', 'metrics', 'graph', 'audit'];

/** @example await using gateway = await startGatewayOver(database.appUrl); */
export async function startGatewayOver(
  appUrl: string,
  options: GatewayOptions = {},
): Promise<RunningGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payscope-bench-'));
  const keysDir = join(dataDir, 'keys');
  const certs = join(dataDir, 'certs');
  const hop = await ensureKeyPair(keysDir, 'hop');
  const issuer = await ensureKeyPair(keysDir, 'issuer');
  if (options.tls) await ensureCertificates(certs);
  const tlsOf = (service: string) => (options.tls ? tlsEnvironment(certs, service) : {});
  const subgraphs = await startProgram(
    options.subgraphs ?? 'subgraphs/main.ts',
    {
      APP_DATABASE_URL: appUrl,
      HOP_JWKS_FILE: hop.publicFile,
      CURSOR_SECRET_FILE: await ensureSecret(keysDir, 'cursor'),
      PERSONAL_KEYS:
        options.personalKeys ?? `file:${await ensureKeyFile(join(keysDir, 'personal-data.json'))}`,
      ...tlsOf('{name}'),
    },
    SUBGRAPHS.length,
  );
  const urls = SUBGRAPHS.map((name) => [
    `${name.toUpperCase()}_URL`,
    subgraphs.urls.get(name) ?? '',
  ]);
  const gateway = await startProgram(options.gateway ?? 'gateway/main.ts', {
    PORT: '0',
    DATA_DIR: dataDir,
    HOP_KEY_FILE: hop.privateFile,
    ...Object.fromEntries(urls),
    ...tlsOf('gateway'),
    ...(await signedPolicy(join(dataDir, 'signed'))).env,
    ...options.env,
  });
  const signing = await loadPrivateKey(issuer.privateFile);
  return {
    url: gateway.urls.get('gateway') ?? '',
    token: (role, bank) =>
      developmentToken(signing, { subject: 'bench', role, bankId: bankIdOf(bank) }, '2h'),
    [Symbol.asyncDispose]: async () => {
      await gateway.stop();
      await subgraphs.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
