/** A fetch leaves the gateway only for what its operation permits, and signed for just that. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { getOperationAST, parse } from 'graphql';
import { decodeJwt } from 'jose';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signHopToken } from '../../lib/hop/index.ts';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { composeOwn } from '../../test/conformance/graph.ts';
import { createGatewayCaches } from '../caches.ts';
import { createPlanner, type Planner } from '../planner/planner.ts';
import { stripSecurityLinks } from '../policy/index.ts';
import { BeyondPermitted, createPermitted } from './permitted.ts';
import { type FetchContext, subgraphSource } from './subgraph-source.ts';
import { createTransport, type Transport } from './transport.ts';

const CODE = '{ bank { code } }';
const CODE_AND_COUNT = '{ bank { code accountCount } }';

let server: Server;
let transport: Transport;
let planner: Planner<FetchContext>;
let tokens: string[] = [];
let status = 200;
const faults: unknown[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    tokens.push(request.headers.authorization?.replace('Bearer ', '') ?? '');
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end('{"data":{"bank":{"code":"HB","accountCount":7}}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  transport = createTransport();
  const { privateKey } = generateKeyPairSync('ed25519');
  const { supergraphSdl } = composeOwn();
  const deps = {
    transport,
    permitted: createPermitted(supergraphSdl),
    signHop: (...[caller, hop]: Parameters<Parameters<typeof subgraphSource>[0]['signHop'] & {}>) =>
      signHopToken({ key: privateKey, kid: 'k' }, caller, hop),
    onFault: (_subgraph: string, _caller: unknown, cause: unknown) => faults.push(cause),
  };
  planner = await createPlanner<FetchContext>({
    supergraphSdl: stripSecurityLinks(supergraphSdl),
    plans: createGatewayCaches(new Registry()).plans,
    log: createLog({ name: 'test', level: 'silent' }),
    dataSource: (name) => subgraphSource(deps, name, `http://127.0.0.1:${address.port}/graphql`),
  });
});
afterEach(() => {
  tokens = [];
  faults.length = 0;
  status = 200;
});
afterAll(async () => {
  await planner.stop();
  await transport.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Plans and fetches `asked`, of which authorize left no more than `permitted`. */
function execute(asked: string, permitted: string, change: Partial<FetchContext> = {}) {
  const document = parse(asked);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return planner.execute(
    { document, operation, text: asked, planKey: asked, variables: {} },
    {
      caller: {
        subject: 'a-tester',
        role: 'ANALYST',
        bankId: bankIdOf('HB'),
        decisionId: newDecisionId(),
        policyRevision: 'r1',
      },
      deadline: performance.now() + 60_000,
      signal: new AbortController().signal,
      permitted: parse(permitted),
      ...change,
    },
  );
}

describe('a fetch', () => {
  it('of what is permitted is signed for its subgraph, and answered', async () => {
    const { data, errors } = await execute(CODE, CODE);
    expect({ data, errors }).toEqual({ data: { bank: { code: 'HB' } }, errors: [] });
    expect(tokens.map((token) => decodeJwt(token))).toMatchObject([
      { aud: 'facts', sub: 'a-tester', role: 'ANALYST', bank_id: bankIdOf('HB') },
    ]);
  });

  it('with one field more is neither signed nor sent, as were pruning at fault', async () => {
    const { data, errors } = await execute(CODE_AND_COUNT, CODE);
    expect(tokens).toEqual([]);
    expect(faults).toEqual([expect.any(BeyondPermitted)]);
    expect(String(faults[0])).toContain('Bank.accountCount');
    expect(data).toEqual({ bank: null });
    expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([
      ['SUBGRAPH_UNAVAILABLE', ['bank']],
    ]);
  });

  it('past its deadline is not sent', async () => {
    await execute(CODE, CODE, { deadline: performance.now() - 1 });
    expect([tokens.length, faults.length]).toEqual([0, 1]);
  });

  it('that nobody waits for is not sent, and no fault', async () => {
    await execute(CODE, CODE, { signal: AbortSignal.abort() });
    expect([tokens.length, faults.length]).toEqual([0, 0]);
  });

  it.each([401, 403])('that a subgraph refuses with %i is a fault', async (refused) => {
    status = refused;
    const { errors } = await execute(CODE, CODE);
    expect(errors[0]?.extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
    expect(faults).toHaveLength(1);
  });
});
