/** The policy of `POLICY=off`: everything is allowed. For foreign supergraphs in test suites only. */
import type { AccessTable } from './access-table.ts';
import type { ConditionalQuestion } from './conditional.ts';
import type { Decision } from './decision.ts';
import type { DocumentMode } from './document-mode.ts';
import { UNPRICED } from './limits.ts';
import type { Policy } from './load-policy.ts';

const ALLOW: Decision = Object.freeze({
  effect: 'allow',
  reason: 'ALLOWED',
  rule: 'gateway.policy_off',
});

const ANY_DOCUMENT: DocumentMode = Object.freeze({ mode: 'any', rule: 'gateway.policy_off' });

export function openPolicy(): Policy {
  const table: AccessTable = Object.freeze({
    key: 'off',
    revision: 'off',
    role: 'ANONYMOUS',
    limits: UNPRICED,
    decide: () => ALLOW,
    visible: () => true,
    isConditional: () => false,
    isElevatable: () => false,
  });
  return Object.freeze({
    revision: 'off',
    schemaHash: 'off',
    roles: new Set<string>(),
    tableFor: () => table,
    decideConditional: ({ uses }: ConditionalQuestion) => uses.map(() => ALLOW),
    documentsFor: () => ANY_DOCUMENT,
  });
}
