/** The subgraph in this process is asked for no more than an operation permits, as the others are. */
import { getOperationAST, parse } from 'graphql';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { createLog } from '../../lib/log.ts';
import { composeOwn } from '../../test/conformance/graph.ts';
import { createGatewayCaches } from '../caches.ts';
import { BeyondPermitted, createPermitted } from '../fetch/permitted.ts';
import type { FetchContext } from '../fetch/subgraph-source.ts';
import { createPlanner, type Planner } from '../planner/planner.ts';
import { stripSecurityLinks } from '../policy/index.ts';
import { policySubgraph } from './policy-subgraph.ts';

const STATUS = '{ policyStatus { revision } }';

let planner: Planner<FetchContext>;
const faults: unknown[] = [];
let asked = 0;

beforeAll(async () => {
  const { supergraphSdl } = composeOwn();
  const parts: Parameters<typeof policySubgraph>[0] = {
    explain: () => {
      throw new Error('not asked');
    },
    desk: {
      status: () => {
        asked += 1;
        return undefined;
      },
      publish: () => {
        throw new Error('not asked');
      },
    },
  };
  planner = await createPlanner<FetchContext>({
    supergraphSdl: stripSecurityLinks(supergraphSdl),
    plans: createGatewayCaches(new Registry()).plans,
    log: createLog({ name: 'test', level: 'silent' }),
    dataSource: () =>
      policySubgraph(parts, createPermitted(supergraphSdl), (cause) => faults.push(cause)),
  });
});
afterAll(() => planner.stop());

function execute(permitted: string) {
  const document = parse(STATUS);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return planner.execute(
    { document, operation, text: STATUS, planKey: STATUS, variables: {} },
    {
      caller: {
        subject: 'a-tester',
        role: 'ADMIN',
        bankId: bankIdOf('HB'),
        decisionId: newDecisionId(),
        policyRevision: 'r1',
      },
      deadline: performance.now() + 60_000,
      signal: new AbortController().signal,
      permitted: parse(permitted),
    },
  );
}

it('answers what is permitted', async () => {
  expect(await execute(STATUS)).toMatchObject({ data: { policyStatus: null }, errors: [] });
  expect([asked, faults]).toEqual([1, []]);
});

it('answers nothing else', async () => {
  const { errors } = await execute('{ bank { code } }');
  expect(errors[0]?.extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
  expect([asked, faults]).toEqual([1, [expect.any(BeyondPermitted)]]);
});
