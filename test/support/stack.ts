/** The whole platform for a test file: database, four subgraphs and gateway as real processes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureKeyPair, ensureSecret, loadPrivateKey } from '../../lib/keys.ts';
import { createTestDatabase, type Load, type TestDatabase } from './database.ts';
import { developmentToken } from './development-token.ts';
import { personalKeysOfRun } from './personal-keys.ts';
import { type Program, startProgram } from './processes.ts';
import { signedPolicy } from './signing.ts';
import { type SeenRequest, type Spy, startSpy } from './spy.ts';

export const SUBGRAPHS = ['facts', 'metrics', 'graph', 'audit'] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

/** Whatever JSON came back; a test reads into answers of any shape and asserts on what it finds. */
type AnswerData = ReturnType<typeof JSON.parse>;

export interface GraphQLAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: AnswerData;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: Readonly<Record<string, unknown>>;
    }[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
}

export interface Stack {
  readonly url: string;
  readonly database: TestDatabase;
  readonly gateway: Program;
  readonly subgraphs: Program;
  /** Everything the gateway sent to subgraphs, in order; tests may empty it. */
  readonly seen: SeenRequest[];
  readonly spies: Readonly<Record<SubgraphName, Spy>>;
  readonly subgraphUrls: Readonly<Record<SubgraphName, string>>;
  readonly token: (
    role: string,
    bank: string,
    client?: string,
    subject?: string,
  ) => Promise<string>;
  readonly ask: (
    token: string,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<GraphQLAnswer>;
  readonly stop: () => Promise<void>;
}

/** @example const stack = await startStack({ load: 'sample' }); afterAll(stack.stop) */
export async function startStack(
  options: {
    readonly load?: Load;
    /** For the gateway's process. */
    readonly env?: Readonly<Record<string, string>>;
    /** For the subgraphs' process. */
    readonly subgraphEnv?: Readonly<Record<string, string>>;
  } = {},
): Promise<Stack> {
  const database = await createTestDatabase({ load: options.load ?? 'sample' });
  const dataDir = await mkdtemp(join(tmpdir(), 'payscope-stack-'));
  const keysDir = join(dataDir, 'keys');
  const hop = await ensureKeyPair(keysDir, 'hop');
  const issuer = await ensureKeyPair(keysDir, 'issuer');
  const subgraphs = await startProgram(
    'subgraphs/main.ts',
    {
      APP_DATABASE_URL: database.appUrl,
      HOP_JWKS_FILE: hop.publicFile,
      CURSOR_SECRET_FILE: await ensureSecret(keysDir, 'cursor'),
      PERSONAL_KEYS: personalKeysOfRun(),
      ...options.subgraphEnv,
    },
    SUBGRAPHS.length,
  );
  const seen: SeenRequest[] = [];
  const subgraphUrls = byName((name) => required(subgraphs.urls.get(name)));
  const [facts, metrics, graph, audit] = await Promise.all(
    SUBGRAPHS.map((name) => startSpy(name, subgraphUrls[name], seen)),
  );
  const spies = {
    facts: required(facts),
    metrics: required(metrics),
    graph: required(graph),
    audit: required(audit),
  };
  const gateway = await startProgram('gateway/main.ts', {
    PORT: '0',
    DATA_DIR: dataDir,
    HOP_KEY_FILE: hop.privateFile,
    FACTS_URL: spies.facts.url,
    METRICS_URL: spies.metrics.url,
    GRAPH_URL: spies.graph.url,
    AUDIT_URL: spies.audit.url,
    ...(await signedPolicy(join(dataDir, 'signed'))).env,
    ...options.env,
  });
  const url = required(gateway.urls.get('gateway'));
  const signing = await loadPrivateKey(issuer.privateFile);
  return {
    url,
    database,
    gateway,
    subgraphs,
    seen,
    spies,
    subgraphUrls,
    token: (role, bank, client, subject = `test:${role.toLowerCase()}@${bank}`) =>
      developmentToken(signing, { role, bankId: bankIdOf(bank), client, subject }),
    ask: (token, query, variables) => ask(url, token, query, variables),
    stop: async () => {
      await gateway.stop();
      await Promise.all(SUBGRAPHS.map((name) => spies[name].close()));
      await subgraphs.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask(
  url: string,
  token: string,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
): Promise<GraphQLAnswer> {
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const body: GraphQLAnswer['body'] = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, body };
}

function byName<T>(value: (name: SubgraphName) => T): Readonly<Record<SubgraphName, T>> {
  return {
    facts: value('facts'),
    metrics: value('metrics'),
    graph: value('graph'),
    audit: value('audit'),
  };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a server did not report its address');
  return value;
}
