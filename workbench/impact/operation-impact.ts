/** What another policy does to the operations that clients have registered. */
import type { ManifestProblem, RegisteredOperation } from '../../gateway/documents/index.ts';
import { type Certificate, certify, type RoleAccess } from '../certify/certify.ts';
import { checkOperations } from '../certify/check-operations.ts';
import type { PolicyVersion } from '../load-version.ts';

export type FieldState = 'allowed' | 'masked' | 'withheld';

export interface FieldChange {
  /** Response keys. */
  readonly path: string;
  readonly coordinate: string;
  readonly before: FieldState;
  readonly after: FieldState;
}

/** What changes for one role that runs one operation of one client. */
export interface OperationImpact {
  readonly client: string;
  readonly operation: string;
  readonly id: string;
  readonly role: string;
  /** Whether the client says that its users have the role. */
  readonly isDeclared: boolean;
  /** Set when it ran before and is refused now. */
  readonly breaks?: string;
  /** Set when it was refused before and runs now. */
  readonly repaired?: string;
  readonly loses: readonly FieldChange[];
  readonly gains: readonly FieldChange[];
}

export interface OperationsImpact {
  readonly operations: number;
  readonly clients: readonly string[];
  /** Operations and roles for which something changes. */
  readonly changed: readonly OperationImpact[];
  /** Manifests that can't be read, and operations that fit neither schema. */
  readonly problems: readonly ManifestProblem[];
}

const OPENNESS: Readonly<Record<FieldState, number>> = { withheld: 0, masked: 1, allowed: 2 };

/** @param folder of manifests, as the gateway's OPERATIONS_DIR. */
export async function operationsImpact(
  base: PolicyVersion,
  candidate: PolicyVersion,
  folder: string,
): Promise<OperationsImpact> {
  const before = await checkOperations(base, folder);
  const after = await checkOperations(candidate, folder);
  const fitting = new Set(after.operations.map(keyOf));
  const unfit = before.operations.filter((operation) => !fitting.has(keyOf(operation)));
  const both = before.operations.filter((operation) => fitting.has(keyOf(operation)));
  const certified = await certify(candidate, both);
  const was = await certify(base, both);
  return {
    operations: before.operations.length,
    clients: [...new Set(before.operations.map(({ client }) => client))].sort(),
    changed: [
      ...unfit.flatMap((operation) => unfitImpacts(base, operation, after.problems)),
      ...was.flatMap((each, index) => certificateImpacts(each, certified[index])),
    ],
    problems: before.problems,
  };
}

/** An operation that does not fit the candidate's schema can be run by nobody. */
function unfitImpacts(
  { policy }: PolicyVersion,
  operation: RegisteredOperation,
  problems: readonly ManifestProblem[],
): readonly OperationImpact[] {
  const problem = problems.find(
    (each) => each.file === operation.file && each.operation === operation.name,
  );
  return [...policy.roles].sort().map((role) => ({
    client: operation.client,
    operation: operation.name,
    id: operation.id,
    role,
    isDeclared: true,
    breaks: problem?.what ?? 'it does not fit the schema',
    loses: [],
    gains: [],
  }));
}

function certificateImpacts(
  before: Certificate,
  after: Certificate | undefined,
): readonly OperationImpact[] {
  const { client, operation } = before;
  return (after?.roles ?? []).flatMap((is) => {
    const was = before.roles.find(({ role }) => role === is.role);
    const impact = {
      client,
      operation: operation.name,
      id: operation.id,
      role: is.role,
      isDeclared: is.isDeclared || was?.isDeclared === true,
      ...changeOf(was, is),
    };
    const isSame = !impact.breaks && !impact.repaired && impact.loses.length === 0;
    return isSame && impact.gains.length === 0 ? [] : [impact];
  });
}

/** A role that is new had nothing, so all it gets is gained. */
function changeOf(
  was: RoleAccess | undefined,
  is: RoleAccess,
): Pick<OperationImpact, 'breaks' | 'repaired' | 'loses' | 'gains'> {
  const nothing = { loses: [], gains: [] };
  const refused = was === undefined ? 'the role is new' : was.refusal?.message;
  if (is.refusal)
    return refused === undefined ? { ...nothing, breaks: is.refusal.message } : nothing;
  if (refused !== undefined) return { ...nothing, repaired: refused };
  const changes = fieldChanges(was, is);
  const grows = ({ before, after }: FieldChange) => OPENNESS[after] > OPENNESS[before];
  return {
    loses: changes.filter((change) => !grows(change)),
    gains: changes.filter(grows),
  };
}

function fieldChanges(was: RoleAccess | undefined, is: RoleAccess): readonly FieldChange[] {
  const notes = [was, is].flatMap((each) => [...(each?.withheld ?? []), ...(each?.masked ?? [])]);
  const byPath = new Map(notes.map((note) => [note.path, note.coordinate]));
  const changes = [...byPath].flatMap(([path, coordinate]) => {
    const [before, after] = [stateOf(was, path), stateOf(is, path)];
    return before === after ? [] : [{ path, coordinate, before, after }];
  });
  return changes.filter((change) => !changes.some((other) => takesAlong(other, change)));
}

/** Whether the one is below the other and changes for no reason of its own. */
function takesAlong(above: FieldChange, below: FieldChange): boolean {
  const isBelow = below.path.startsWith(`${above.path}.`);
  return isBelow && above.before === below.before && above.after === below.after;
}

/** What is below a withheld field is withheld with it. */
function stateOf(access: RoleAccess | undefined, path: string): FieldState {
  const isAt = (note: { readonly path: string }) =>
    note.path === path || path.startsWith(`${note.path}.`);
  if (access?.withheld.some(isAt)) return 'withheld';
  return access?.masked.some(({ path: at }) => at === path) ? 'masked' : 'allowed';
}

function keyOf({ client, id }: RegisteredOperation): string {
  return `${client} ${id}`;
}
