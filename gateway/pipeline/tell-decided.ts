/** Tells logs and comparisons of an operation that is over, on its way out. */
import { createHash } from 'node:crypto';
import type { Policy } from '../policy/index.ts';
import { OperationRefused } from './refuse.ts';
import type {
  Admission,
  AuthorizedOperation,
  DecidedOperation,
  Outcome,
  Reached,
} from './types.ts';

export interface TellDeps {
  readonly policy: () => Policy;
  /** Told of every operation when it is over. Must not throw, nor take long: it has no answer yet. */
  readonly onDecided: (operation: DecidedOperation) => void;
}

/** Of a request of which nothing is decided yet. */
export const ADMITTED: Reached = { stage: 'admitted' };

/** @param operationName as in the audit trail; that of a preflight has its mark. */
export function tellDecided(
  deps: TellDeps,
  authorization: AuthorizedOperation,
  outcome: Outcome,
  operationName = authorization.valid.parsed.operation.name?.value ?? null,
): void {
  const { parsed, policy } = authorization.valid;
  const { admission, operationHash } = parsed;
  const reached: Reached = { stage: 'authorized', authorization };
  deps.onDecided({ admission, policy, reached, operationName, operationHash, outcome });
}

/** What was thrown says how far it came: only validation and what follows it look at coordinates. */
export function tellRefused(
  deps: TellDeps,
  admission: Admission,
  refused: {
    readonly source: string;
    readonly operationName: string | null;
    readonly outcome: Outcome;
    readonly reached: Reached;
    readonly thrown: unknown;
  },
): void {
  const { source, operationName, outcome, thrown } = refused;
  deps.onDecided({
    admission,
    policy: deps.policy(),
    reached: reachedBy(refused.reached, thrown),
    operationName: operationName ?? nameIn(refused.reached),
    operationHash: createHash('sha256').update(source).digest('hex'),
    outcome,
  });
}

/** An operation that was refused with all its denials says itself that it was authorized. */
export function reachedBy(reached: Reached, thrown: unknown): Reached {
  if (reached.stage === 'authorized') return reached;
  if (!(thrown instanceof OperationRefused)) return ADMITTED;
  const { authorization } = thrown;
  return authorization ? { stage: 'authorized', authorization } : reached;
}

function nameIn(reached: Reached): string | null {
  if (reached.stage === 'admitted') return null;
  const parsed = reached.stage === 'parsed' ? reached.parsed : reached.authorization.valid.parsed;
  return parsed.operation.name?.value ?? null;
}
