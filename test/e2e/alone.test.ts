/** SUPERGRAPH_FILE: the gateway alone on somebody else's supergraph. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Program, startProgram } from '../support/processes.ts';
import { type SignedPolicy, signedPolicy } from '../support/signing.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;

const animals = {
  name: 'animals',
  typeDefs: `${LINK}
    interface Animal { id: ID! name: String }
    type Dog implements Animal @key(fields: "id") { id: ID! name: String }
    type Cat implements Animal @key(fields: "id") { id: ID! name: String }
    type Query { animals: [Animal!]! fail: String }`,
  resolvers: {
    Query: {
      animals: () => [
        { __typename: 'Dog', id: '1', name: 'Rex' },
        { __typename: 'Cat', id: '2', name: 'Tom' },
      ],
      fail: () => {
        throw new Error('connect ECONNREFUSED 10.0.0.1:5432 as secret_user');
      },
    },
  },
};

const owners = {
  name: 'owners',
  typeDefs: `${LINK}
    type Dog @key(fields: "id") { id: ID! owner: String }`,
  resolvers: {
    Dog: { __resolveReference: ({ id }: { id: string }) => ({ id, owner: `owner of ${id}` }) },
  },
};

let servers: readonly Server[] = [];
let dir: string;
let file: string;
let gateway: Program;
let policy: SignedPolicy['env'];

beforeAll(async () => {
  const running = await Promise.all([animals, owners].map(serve));
  servers = running.map(({ server }) => server);
  const composed = composeServices(
    running.map(({ name, typeDefs, url }) => ({ name, url, typeDefs: parse(typeDefs) })),
  );
  if (!composed.supergraphSdl) throw new Error(String(composed.errors));
  dir = await mkdtemp(join(tmpdir(), 'payscope-alone-'));
  file = join(dir, 'supergraph.graphql');
  await writeFile(file, composed.supergraphSdl);
  policy = (await signedPolicy(dir)).env;
  gateway = await startProgram('gateway/main.ts', alone({ POLICY: 'off' }));
});

afterAll(async () => {
  await gateway.stop();
  for (const server of servers) server.close();
  await rm(dir, { recursive: true, force: true });
});

const alone = (env: Readonly<Record<string, string>>) => ({
  PORT: '0',
  DATA_DIR: dir,
  SUPERGRAPH_FILE: file,
  ...policy,
  ...env,
});

async function serve(subgraph: typeof animals | typeof owners) {
  const typeDefs = parse(subgraph.typeDefs);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: subgraph.resolvers }]);
  const server = createServer(async (request, response) => {
    const { query, variables } = JSON.parse(await text(request));
    const result = await graphql({ schema, source: query, variableValues: variables });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: subgraph.name,
    typeDefs: subgraph.typeDefs,
    server,
    url: `http://127.0.0.1:${port}`,
  };
}

async function ask(program: Program, query: string) {
  const response = await fetch(new URL('/graphql', program.urls.get('gateway')), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

test('with POLICY=off every field is answered, from the URLs in the supergraph, with a warning at start', async () => {
  const answer = await ask(
    gateway,
    '{ animals { __typename id ... on Dog { owner } } __type(name: "Cat") { name } }',
  );
  expect(answer.body).toMatchObject({
    data: {
      animals: [
        { __typename: 'Dog', id: '1', owner: 'owner of 1' },
        { __typename: 'Cat', id: '2' },
      ],
      __type: { name: 'Cat' },
    },
  });
  expect(gateway.output()).toContain('POLICY=off');
});

test('what a subgraph says of a failure of its own does not get out', async () => {
  const answer = await ask(gateway, '{ fail }');
  expect(answer.body).toMatchObject({
    data: { fail: null },
    errors: [{ path: ['fail'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|secret|animals/);
});

test('with the policy on nobody without a token is answered', async () => {
  const guarded = await startProgram('gateway/main.ts', alone({}));
  expect((await ask(guarded, '{ animals { id } }')).status).toBe(401);
  expect(await guarded.stop()).toBe(0);
});

test.each([
  [
    'a file that is not there',
    { SUPERGRAPH_FILE: '/nowhere.graphql' },
    /SUPERGRAPH_FILE: "\/nowhere\.graphql" can't be read/,
  ],
  [
    'a file that is no supergraph',
    { SUPERGRAPH_FILE: 'package.json' },
    /no Federation 2 supergraph/,
  ],
  [
    'a bundle that is not there',
    { POLICY_BUNDLE_FILE: '/nowhere.tar.gz' },
    /POLICY_BUNDLE_FILE: "\/nowhere\.tar\.gz" gives no policy: .* can't be read/,
  ],
])('%s ends the start with exit code 2 and what is wrong', async (_, env, message) => {
  const fresh = { DATA_DIR: join(dir, 'fresh') };
  const start = startProgram('gateway/main.ts', alone({ ...fresh, ...env }));
  await expect(start).rejects.toThrowError(/ended with 2/);
  await expect(start).rejects.toThrowError(message);
});
