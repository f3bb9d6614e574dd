/** Serves a subgraph in a test, on real HTTP and the given database, and asks it as the gateway would. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HopClaims, signHopToken } from '../../lib/hop/index.ts';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey, type SigningKey } from '../../lib/keys.ts';
import { type SubgraphDefinition, serveSubgraph } from '../../lib/subgraph/index.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface ServedSubgraph {
  readonly url: string;
  /** The key whose tokens it takes. */
  readonly signing: SigningKey;
  /** A good hop token, changed where asked. */
  readonly token: (claims?: Partial<HopClaims & { readonly audience: string }>) => Promise<string>;
  /** Asks as a principal of the bank of this code. */
  readonly ask: (
    bankCode: string,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** @example const served = await serveForTest(facts, database.appUrl); */
export async function serveForTest<L>(
  definition: SubgraphDefinition<L>,
  appUrl: string,
): Promise<ServedSubgraph> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-subgraph-'));
  const pair = await ensureKeyPair(dir, 'hop');
  const running = await serveSubgraph(definition, {
    APP_DATABASE_URL: appUrl,
    HOP_JWKS_FILE: pair.publicFile,
    CURSOR_SECRET_FILE: await ensureSecret(dir, 'cursor'),
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    DB_POOL_MAX: 6,
  });
  const signing = await loadPrivateKey(pair.privateFile);
  const token: ServedSubgraph['token'] = (claims) =>
    signHopToken(signing, {
      audience: definition.name,
      subject: 'a-tester',
      role: 'BANK_ADMIN',
      bankId: bankIdOf('HB'),
      decisionId: newDecisionId(),
      ...claims,
    });
  return {
    url: running.url,
    signing,
    token,
    ask: async (bankCode, query, variables) => {
      const authorization = `Bearer ${await token({ bankId: bankIdOf(bankCode) })}`;
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, body: await response.json() };
    },
    close: async () => {
      await running.close();
      await rm(dir, { recursive: true });
    },
  };
}
