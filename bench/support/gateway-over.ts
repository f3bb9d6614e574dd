/** Gateway and subgraphs as processes of their own over a given database, for a bench. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey } from '../../lib/keys.ts';
import { startProgram } from '../../test/support/processes.ts';
import { signedPolicy } from '../../test/support/signing.ts';

export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly token: (role: string, bank: string) => Promise<string>;
}

const SUBGRAPHS = ['facts', 'metrics', 'graph', 'audit'];

/** @example await using gateway = await startGatewayOver(database.appUrl); */
export async function startGatewayOver(appUrl: string): Promise<RunningGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payscope-bench-'));
  const keysDir = join(dataDir, 'keys');
  const hop = await ensureKeyPair(keysDir, 'hop');
  const issuer = await ensureKeyPair(keysDir, 'issuer');
  const subgraphs = await startProgram(
    'subgraphs/main.ts',
    {
      APP_DATABASE_URL: appUrl,
      HOP_JWKS_FILE: hop.publicFile,
      CURSOR_SECRET_FILE: await ensureSecret(keysDir, 'cursor'),
    },
    SUBGRAPHS.length,
  );
  const urls = SUBGRAPHS.map((name) => [
    `${name.toUpperCase()}_URL`,
    subgraphs.urls.get(name) ?? '',
  ]);
  const gateway = await startProgram('gateway/main.ts', {
    PORT: '0',
    DATA_DIR: dataDir,
    HOP_KEY_FILE: hop.privateFile,
    ...Object.fromEntries(urls),
    ...(await signedPolicy(join(dataDir, 'signed'))).env,
  });
  const signing = await loadPrivateKey(issuer.privateFile);
  return {
    url: gateway.urls.get('gateway') ?? '',
    token: (role, bank) =>
      new SignJWT({ role, bank_id: bankIdOf(bank) })
        .setProtectedHeader({ alg: 'EdDSA', kid: signing.kid })
        .setIssuer('urn:payscope:development-issuer')
        .setAudience('payscope-gateway')
        .setSubject('bench')
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(signing.key),
    [Symbol.asyncDispose]: async () => {
      await gateway.stop();
      await subgraphs.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
