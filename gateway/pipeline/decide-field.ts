/** The decision of a field on a concrete type, its inputs and conditions included. */
import type { FieldNode } from 'graphql';
import type { AccessTable, Decision } from '../policy/index.ts';
import type { NodeDecision } from './types.ts';

/** From the mildest to the strictest. */
const SEVERITY = { allow: 0, mask: 1, deny: 2, hide: 3 } as const;

/**
 * The stricter of the field's own coordinate and what was decided for it as it is called here.
 * Rules on interfaces are in the coordinates of their implementers already.
 * @param nodes the fields that share one response key; they are called alike (GraphQL §5.3.2).
 */
export function decideField(
  table: AccessTable,
  byNode: ReadonlyMap<FieldNode, NodeDecision>,
  typeName: string,
  nodes: readonly FieldNode[],
): NodeDecision {
  const coordinate = `${typeName}.${nodes[0]?.name.value ?? ''}`;
  let strictest: NodeDecision = { coordinate, decision: table.decide(coordinate) };
  for (const node of nodes) {
    const decided = byNode.get(node);
    if (decided && countsBefore(decided, strictest)) strictest = decided;
  }
  return strictest;
}

/** Of two that are as strict, the one about the same coordinate as it is called says why. */
function countsBefore(decided: NodeDecision, before: NodeDecision): boolean {
  if (isMilder(before.decision, decided.decision)) return true;
  const isOwn = decided.coordinate === before.coordinate;
  return isOwn && !isMilder(decided.decision, before.decision);
}

/** Whether a decision gives more than another. */
export function isMilder(decision: Decision, than: Decision): boolean {
  return SEVERITY[decision.effect] < SEVERITY[than.effect];
}

export function isWithheldBy(decision: Pick<Decision, 'effect'>): boolean {
  return decision.effect === 'deny' || decision.effect === 'hide';
}
