/**
 * The real gateway in this process, over subgraphs and role data a test makes up: real HTTP, real
 * composition, ApolloGateway, and the committed rules as WASM.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, graphql, parse } from 'graphql';
import { readGatewayConfig } from '../../gateway/config.ts';
import { type RunningGateway, startGateway } from '../../gateway/start.ts';
import { bankIdOf } from '../../lib/ids.ts';
import { ensureKeyPair, loadPrivateKey } from '../../lib/keys.ts';
import { createLog } from '../../lib/log.ts';
import { bundleOf, type RoleData } from './bundles.ts';
import { developmentToken } from './development-token.ts';
import { type SignedPolicy, signedPolicy } from './signing.ts';
import type { GraphQLAnswer } from './stack.ts';

type Module = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number];
type Resolvers = NonNullable<Exclude<Module, DocumentNode>['resolvers']>;

export interface FixtureSubgraph {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers?: Resolvers;
}

export interface FixtureOptions {
  readonly subgraphs: readonly FixtureSubgraph[];
  readonly policy: RoleData | Uint8Array;
  /** Changes the composed supergraph, as an older composition would have made it. */
  readonly edit?: (supergraphSdl: string) => string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called when a fetch arrives, before it is answered. */
  readonly onFetch?: () => void;
}

export interface Fixture {
  readonly url: string;
  readonly gateway: RunningGateway;
  readonly bundleFile: string;
  /** By somebody the gateway trusts. */
  readonly sign: SignedPolicy['sign'];
  readonly signer: SignedPolicy['signer'];
  readonly dir: string;
  /** Operations the subgraphs were sent, in order; tests may empty it. */
  readonly fetched: { readonly subgraph: string; readonly query: string }[];
  readonly token: (role: string, bank?: string) => Promise<string>;
  readonly ask: (
    role: string,
    query: string,
    more?: {
      readonly variables?: unknown;
      readonly operationName?: string;
      readonly bank?: string;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ) => Promise<GraphQLAnswer>;
  /** How a subgraph answers from now on; undefined as its schema says. */
  readonly answer: (subgraph: string, listener: RequestListener | undefined) => void;
  readonly metric: (name: string, labels?: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

export const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@provides", "@shareable", "@policy", "@authenticated"])`;

/** @example const fixture = await startFixture({ subgraphs, policy: { roles: { ANALYST: ['a'] } } }) */
export async function startFixture(options: FixtureOptions): Promise<Fixture> {
  const fetched: Fixture['fetched'] = [];
  const overrides = new Map<string, RequestListener>();
  const served = await Promise.all(
    options.subgraphs.map((subgraph) =>
      serve(subgraph, overrides, (query) => {
        fetched.push({ subgraph: subgraph.name, query });
        options.onFetch?.();
      }),
    ),
  );
  const { supergraphSdl, errors } = composeServices(
    served.map(({ name, typeDefs, url }) => ({ name, url, typeDefs: parse(typeDefs) })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(String).join('\n'));
  const dir = await mkdtemp(join(tmpdir(), 'payscope-fixture-'));
  const supergraphFile = join(dir, 'supergraph.graphql');
  await writeFile(supergraphFile, options.edit?.(supergraphSdl) ?? supergraphSdl);
  const { policy } = options;
  const bundle = policy instanceof Uint8Array ? policy : await bundleOf(policy);
  const signed = await signedPolicy(join(dir, 'signed'), bundle);
  const issuer = await ensureKeyPair(join(dir, 'keys'), 'issuer');
  const signing = await loadPrivateKey(issuer.privateFile);
  const gateway = await startGateway(
    readGatewayConfig({
      PORT: '0',
      DATA_DIR: dir,
      SUPERGRAPH_FILE: supergraphFile,
      ...signed.env,
      RATE_PER_SECOND: '0',
      ...options.env,
    }),
    createLog({ name: 'fixture', level: 'silent' }),
  );
  const token = (role: string, bank = 'HB') =>
    developmentToken(signing, { subject: `test:${role}@${bank}`, role, bankId: bankIdOf(bank) });
  return {
    url: gateway.url,
    gateway,
    bundleFile: signed.env.POLICY_BUNDLE_FILE,
    sign: signed.sign,
    signer: signed.signer,
    dir,
    fetched,
    token,
    ask: async (role, query, { bank, headers, ...more } = {}) => {
      const response = await fetch(new URL('/graphql', gateway.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await token(role, bank)}`,
          ...headers,
        },
        body: JSON.stringify({ query, ...more }),
      });
      const body: GraphQLAnswer['body'] = JSON.parse(await response.text());
      return { status: response.status, headers: response.headers, body };
    },
    answer: (subgraph, listener) => {
      if (listener) overrides.set(subgraph, listener);
      else overrides.delete(subgraph);
    },
    metric: (name, labels) => readMetric(gateway.url, name, labels),
    stop: async () => {
      await gateway.close();
      for (const { server } of served) {
        server.closeAllConnections();
        server.close();
      }
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The value of one series; 0 where it has not been counted yet. */
export async function readMetric(url: string, name: string, labels = ''): Promise<number> {
  const response = await fetch(new URL('/metrics', url));
  const series = labels === '' ? name : `${name}{${labels}}`;
  const line = (await response.text()).split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}

interface Served extends FixtureSubgraph {
  readonly url: string;
  readonly server: Server;
}

async function serve(
  subgraph: FixtureSubgraph,
  overrides: ReadonlyMap<string, RequestListener>,
  onFetch: (query: string) => void,
): Promise<Served> {
  const typeDefs = parse(subgraph.typeDefs);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: subgraph.resolvers ?? {} }]);
  const server = createServer(async (request, response) => {
    const override = overrides.get(subgraph.name);
    if (override) return override(request, response);
    const { query, variables } = JSON.parse(await text(request));
    onFetch(query);
    const result = await graphql({ schema, source: query, variableValues: variables });
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { ...subgraph, server, url: `http://127.0.0.1:${port}` };
}
