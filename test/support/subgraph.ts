/** Serves a subgraph in a test, on real HTTP and the given database, and asks it as the gateway would. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import {
  type Caller,
  coordinatesOf,
  hashCoordinates,
  permittedRoute,
  signHopToken,
} from '../../lib/hop/index.ts';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import {
  ensureKeyPair,
  ensureSecret,
  type KeyPairFiles,
  loadPrivateKey,
  type SigningKey,
} from '../../lib/keys.ts';
import { type SubgraphDefinition, serveSubgraph } from '../../lib/subgraph/index.ts';
import type { TlsFiles } from '../../lib/tls/config.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type TokenClaims = Partial<Caller & { readonly audience: string }>;

export interface ServedSubgraph {
  readonly url: string;
  /** The key whose tokens it takes. */
  readonly signing: SigningKey;
  readonly keys: KeyPairFiles;
  /** A good hop token, changed where asked; `asks` is a document, or a route as `POST /entries`. */
  readonly token: (claims?: TokenClaims, asks?: string) => Promise<string>;
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
  {
    keys,
    tls,
  }: {
    /** Of another one, to be a replica of it. */
    readonly keys?: KeyPairFiles;
    readonly tls?: TlsFiles;
  } = {},
): Promise<ServedSubgraph> {
  const dir = await mkdtemp(join(tmpdir(), 'payscope-subgraph-'));
  const pair = keys ?? (await ensureKeyPair(dir, 'hop'));
  const running = await serveSubgraph(definition, {
    APP_DATABASE_URL: appUrl,
    HOP_JWKS_FILE: pair.publicFile,
    CURSOR_SECRET_FILE: await ensureSecret(dir, 'cursor'),
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    DB_POOL_MAX: 6,
    ...(tls && { TLS_CERT_FILE: tls.certFile, TLS_KEY_FILE: tls.keyFile, TLS_CA_FILE: tls.caFile }),
  });
  const signing = await loadPrivateKey(pair.privateFile);
  const token = await hopTokens(definition, signing);
  return {
    url: running.url,
    signing,
    keys: pair,
    token,
    ask: async (bankCode, query, variables) => {
      const authorization = `Bearer ${await token({ bankId: bankIdOf(bankCode) }, query)}`;
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

/** Signs hop tokens for a subgraph, as the gateway would. */
export async function hopTokens<L>(
  definition: Pick<SubgraphDefinition<L>, 'name' | 'schemaFile' | 'resolvers'>,
  signing: SigningKey,
): Promise<ServedSubgraph['token']> {
  const schema = await schemaOf(definition);
  return async ({ audience, ...claims } = {}, asks = '{ __typename }') =>
    signHopToken(
      signing,
      {
        subject: 'a-tester',
        role: 'BANK_ADMIN',
        bankId: bankIdOf('HB'),
        decisionId: newDecisionId(),
        policyRevision: 'r1',
        ...claims,
      },
      {
        audience: audience ?? definition.name,
        coordinates: permittedBy(schema, asks),
        remainingMs: 30_000,
      },
    );
}

async function schemaOf<L>(
  definition: Pick<SubgraphDefinition<L>, 'schemaFile' | 'resolvers'>,
): Promise<GraphQLSchema> {
  const typeDefs = parse(await readFile(definition.schemaFile, 'utf8'));
  return buildSubgraphSchema([{ typeDefs, resolvers: definition.resolvers }]);
}

/** As the gateway has it; for text that is no document, a token that permits nothing. */
function permittedBy(schema: GraphQLSchema, asks: string): string {
  const [method, path] = asks.split(' ');
  if ((method === 'GET' || method === 'POST') && path) return permittedRoute(method, path);
  try {
    return hashCoordinates(coordinatesOf(schema, parse(asks)));
  } catch {
    return hashCoordinates([]);
  }
}
