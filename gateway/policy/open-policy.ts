/** The policy of `POLICY=off`: everything is allowed. For foreign supergraphs in test suites only. */
import type { AccessTable } from './access-table.ts';
import type { Decision } from './decision.ts';
import type { Policy } from './load-policy.ts';

const ALLOW: Decision = Object.freeze({
  effect: 'allow',
  reason: 'ALLOWED',
  rule: 'gateway.policy_off',
});

export function openPolicy(): Policy {
  const table: AccessTable = Object.freeze({
    key: 'off',
    revision: 'off',
    role: 'ANONYMOUS',
    decide: () => ALLOW,
    visible: () => true,
  });
  return Object.freeze({
    revision: 'off',
    schemaHash: 'off',
    roles: new Set<string>(),
    tableFor: () => table,
  });
}
