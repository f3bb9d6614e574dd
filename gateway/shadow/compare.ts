/** Where two policies decide one operation differently. */
import { argumentValues } from '../operation/argument-values.ts';
import type { OperationCoordinates } from '../pipeline/operation-coordinates.ts';
import type { AskedPolicy, DecidedOperation, ElevatedOperation } from '../pipeline/types.ts';
import type { AccessTable, ConditionalQuestion, Decision, Effect } from '../policy/index.ts';

/** One coordinate, decided twice. */
export interface Difference {
  readonly coordinate: string;
  readonly from: Effect;
  readonly to: Effect;
}

/** The shadow's decisions for one role. */
export interface ShadowTable {
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Its differences from a table of the policy in force, each found once. */
  readonly differences: (live: AccessTable) => TableDifferences;
}

export interface TableDifferences {
  /** Of coordinates that both tables decide for good. */
  readonly settled: ReadonlyMap<string, Difference>;
  /** Whether any of them is an argument, an input field or an enum value. */
  readonly anyInput: boolean;
}

/** @param isInput whether a coordinate is that of an input. */
export function shadowTable(
  entries: readonly (readonly [string, Decision])[],
  isInput: (coordinate: string) => boolean,
): ShadowTable {
  const decisions = new Map(entries);
  const found = new WeakMap<AccessTable, TableDifferences>();
  return {
    decisions,
    differences: (live) => {
      const known = found.get(live) ?? differencesOf(live, decisions, isInput);
      found.set(live, known);
      return known;
    },
  };
}

function differencesOf(
  live: AccessTable,
  decisions: ReadonlyMap<string, Decision>,
  isInput: (coordinate: string) => boolean,
): TableDifferences {
  const settled = new Map<string, Difference>();
  for (const [coordinate, theirs] of decisions) {
    if (live.isConditional(coordinate) || dependsOn(theirs, 'condition')) continue;
    const found = difference(coordinate, live.decide(coordinate), theirs);
    if (found) settled.set(coordinate, found);
  }
  return { settled, anyInput: [...settled.keys()].some(isInput) };
}

function dependsOn(decision: Decision | undefined, on: 'condition' | 'elevation'): boolean {
  return decision?.dependsOn === on || decision?.dependsOn === 'both';
}

/** Masks that show something else differ, though both mask. */
export function difference(
  coordinate: string,
  ours: Decision,
  theirs: Decision,
): Difference | undefined {
  const isSame = ours.effect === theirs.effect && maskOf(ours) === maskOf(theirs);
  return isSame ? undefined : { coordinate, from: ours.effect, to: theirs.effect };
}

function maskOf(decision: Decision): string {
  return decision.effect === 'mask' ? JSON.stringify(decision.obligation) : '';
}

/** The settled differences among an operation's coordinates. */
export function tableDifferences(
  coordinates: OperationCoordinates,
  { reached }: DecidedOperation,
  { settled, anyInput }: TableDifferences,
): readonly Difference[] {
  if (settled.size === 0 || reached.stage === 'admitted') return [];
  const { parsed, variables } =
    reached.stage === 'authorized'
      ? reached.authorization.valid
      : { parsed: reached.parsed, variables: {} };
  const { operation, fragments } = parsed;
  const own = anyInput
    ? coordinates.of(operation, fragments, variables)
    : coordinates.ofDocument(operation, fragments).fixed;
  return own.flatMap((each) => settled.get(each) ?? []);
}

/** Uses whose decision depends on the operation, on either side. */
export interface Uses {
  readonly question: ConditionalQuestion;
  /** Of each use, where the shadow's table says it for good; undefined where it must be asked. */
  readonly tabled: readonly Decision[] | undefined;
  /** Of each use of the question, what the policy in force decided. */
  readonly ours: readonly Decision[];
}

/** What must be asked of the shadow about an operation; undefined where its table says it all. */
export function usesOf(
  coordinates: OperationCoordinates,
  valid: ElevatedOperation,
  live: AccessTable,
  asked: AskedPolicy | undefined,
  shadow: ShadowTable,
): Uses | undefined {
  const { parsed, variables, now, grants } = valid;
  const { uses } = coordinates.ofDocument(parsed.operation, parsed.fragments);
  const isConditional = (coordinate: string) =>
    live.isConditional(coordinate) || dependsOn(shadow.decisions.get(coordinate), 'condition');
  const isElevatable = (coordinate: string) =>
    !isConditional(coordinate) &&
    (live.isElevatable(coordinate) || dependsOn(shadow.decisions.get(coordinate), 'elevation'));
  const next = answersIn(asked);
  const conditional = uses
    .filter(({ type, field }) => isConditional(`${type.name}.${field.name}`))
    .map(({ node, type, field }) => {
      const coordinate = `${type.name}.${field.name}`;
      const known = live.isConditional(coordinate) ? next(coordinate) : undefined;
      return {
        use: known?.use ?? { coordinate, arguments: argumentValues(field, node, variables) },
        ours: known?.decision ?? live.decide(coordinate),
      };
    });
  const elevatable = (
    grants.length > 0
      ? coordinates.of(parsed.operation, parsed.fragments, variables).filter(isElevatable)
      : []
  ).map((coordinate) => ({
    use: { coordinate, arguments: {} },
    ours: valid.table.decide(coordinate),
  }));
  const all = [...conditional, ...elevatable];
  if (all.length === 0) return undefined;
  const theirs = all.flatMap(({ use }) => shadow.decisions.get(use.coordinate) ?? []);
  const isSettled = theirs.every(({ dependsOn }) => dependsOn === undefined);
  return {
    tabled: isSettled && theirs.length === all.length ? theirs : undefined,
    question: { attributes: { role: live.role }, now, grants, uses: all.map(({ use }) => use) },
    ours: all.map((each) => each.ours),
  };
}

/** What was asked stands in the order of the document, as do the uses it is looked up for. */
function answersIn(asked: AskedPolicy | undefined) {
  let place = 0;
  return (coordinate: string) => {
    const use = asked?.question.uses[place];
    const decision = asked?.decisions[place];
    place += 1;
    return use && decision && use.coordinate === coordinate ? { use, decision } : undefined;
  };
}
