/** What a version of the policy decides, role by coordinate. */
import { createTrial } from '../gateway/explain/trial.ts';
import {
  type AccessTable,
  type Decision,
  decidedCoordinates,
  type Obligation,
} from '../gateway/policy/index.ts';
import type { PolicyVersion } from './load-version.ts';

export interface Cell {
  readonly effect: Decision['effect'];
  readonly reason: string;
  readonly rule: string;
  /** How a masked value is changed. */
  readonly obligation?: Obligation;
  /** Open only when it is called as the conditions say; not for a role they don't bind. */
  readonly isConditional: boolean;
  /** Withheld, masked or on conditions, and an elevation alone could open it. */
  readonly isElevatable: boolean;
}

export interface DecidedCells {
  readonly roles: readonly string[];
  /** Sorted. */
  readonly coordinates: readonly string[];
  /** Of a role or a coordinate that is not there: hidden, as the gateway has it. */
  cell(role: string, coordinate: string): Cell;
}

type Decided = Pick<PolicyVersion, 'policy' | 'schema'>;

/** Asks the policy itself, of conditions too: nothing of what it says is worked out here. */
export async function decideCells({ policy, schema }: Decided): Promise<DecidedCells> {
  const coordinates = decidedCoordinates(schema);
  const bound = await createBinding(policy, coordinates);
  return {
    roles: [...policy.roles].sort(),
    coordinates,
    cell: (role, coordinate) => {
      const table = policy.tableFor({ role });
      const decision = table.decide(coordinate);
      const isOpen = decision.effect === 'allow' || decision.effect === 'mask';
      const { effect, reason, rule } = decision;
      return {
        effect,
        reason,
        rule,
        ...(effect === 'mask' ? { obligation: decision.obligation } : {}),
        isConditional: isOpen && table.isConditional(coordinate) && bound(role, coordinate),
        isElevatable: table.isElevatable(coordinate),
      };
    },
  };
}

/** Whether conditions bind a role: called with nothing and at no time, is it denied? */
async function createBinding(policy: PolicyVersion['policy'], coordinates: readonly string[]) {
  const { source } = policy;
  if (source === undefined) return () => true;
  const trial = await createTrial(source);
  const tables = new Map<string, AccessTable>();
  const tableOf = (role: string): AccessTable => {
    const table = policy.tableFor({ role });
    const conditional = coordinates.filter((coordinate) => table.isConditional(coordinate));
    return trial.tableFor({ role, given: [], coordinates: conditional });
  };
  return (role: string, coordinate: string): boolean => {
    const table = tables.get(role) ?? tableOf(role);
    tables.set(role, table);
    return table.decide(coordinate).reason === 'CONDITION_NOT_MET';
  };
}
