/** The two gateways hostile operations are sent to: the project's own, and one of wide types. */
import { buildSchema } from 'graphql';
import { openPolicy } from '../../gateway/policy/index.ts';
import { loadCommittedPolicy, readPolicyFixture } from '../support/policy.ts';
import { MEMBERS } from './families/work.ts';
import { times } from './hostile.ts';
import { type InProcess, startInProcess } from './in-process.ts';

const WIDE = `
  type Query { node: Node any: Any nodes: [Node] }
  interface Node { id: ID name: String next: Node nodes: [Node] }
  union Any = ${times(MEMBERS, (index) => `M${index}`, ' | ')}
  ${times(MEMBERS, (index) => `type M${index} implements Node { id: ID name: String next: Node nodes: [Node] }`, '\n')}`;

export interface Gateways {
  readonly own: InProcess;
  readonly wide: InProcess;
}

export async function startGateways(): Promise<Gateways> {
  const fixture = readPolicyFixture();
  const policy = await loadCommittedPolicy(fixture);
  const wide = openPolicy();
  const table = {
    ...wide.tableFor({ role: 'ANY' }),
    limits: policy.tableFor({ role: 'BANK_ADMIN' }).limits,
  };
  return {
    own: await startInProcess({ ...fixture, policy }),
    wide: await startInProcess({
      schema: buildSchema(WIDE),
      supergraphSdl: WIDE,
      policy: { ...wide, tableFor: () => table },
    }),
  };
}
