/** Why a role gets what it gets of a coordinate, and the least that would change it. */
import { smallestChanges } from '../../gateway/explain/smallest-changes.ts';
import { createTrial, type Trial } from '../../gateway/explain/trial.ts';
import type { Decision } from '../../gateway/policy/index.ts';
import type { Alternatives } from '../../gateway/policy/requirement.ts';
import { type Cell, type DecidedCells, decideCells } from '../decided-cells.ts';
import type { PolicyVersion } from '../load-version.ts';
import type { RulePlace } from '../rule-places.ts';
import { schemaPlace } from '../schema-places.ts';
import { unknownName } from '../unknown-name.ts';
import { WorkbenchError } from '../workbench-error.ts';
import { conditionWords } from './condition-words.ts';
import { type RequirementPart, requirementParts } from './requirement-parts.ts';

/** More than three permissions at once are no small change. */
const CHANGE_SIZE_MAX = 3;

export interface ExplainedCondition {
  readonly words: string;
  readonly description: string;
  /** A permission that lifts it. */
  readonly unless: string | null;
}

/** Giving or taking these permissions, and nothing less, makes it come out so. */
export interface AccessFlip {
  readonly kind: 'give' | 'take';
  readonly permissions: readonly string[];
  readonly effect: FlippedEffect;
}

/** `conditional`: open as long as it is called as the conditions say. */
export type FlippedEffect = Decision['effect'] | 'conditional';

export interface AccessExplanation {
  readonly version: { readonly name: string; readonly revision: string };
  readonly role: string;
  readonly coordinate: string;
  readonly cell: Cell;
  /** Where the rule that decided stands. */
  readonly place: RulePlace | null;
  /** Where the schema defines the coordinate. */
  readonly defined: RulePlace | null;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** All of it must be met; null when no rule mentions the coordinate. */
  readonly requires: Alternatives | null;
  readonly parts: readonly RequirementPart[];
  readonly holds: readonly string[];
  /** What is missing of each alternative. */
  readonly lacks: Alternatives;
  readonly conditions: readonly ExplainedCondition[];
  readonly flips: readonly AccessFlip[];
  /** Permissions that an elevation could give for a time, and that would open it. */
  readonly elevation: readonly string[];
  readonly others: readonly { readonly role: string; readonly cell: Cell }[];
}

/** @throws {WorkbenchError} `usage` on a role or a coordinate there is not. */
export async function explainAccess(
  version: PolicyVersion,
  { role, coordinate }: { readonly role: string; readonly coordinate: string },
): Promise<AccessExplanation> {
  const cells = await decideCells(version);
  refuseUnknown(cells, role, coordinate);
  const { policy, data, requirements } = version;
  if (policy.source === undefined) throw new WorkbenchError('this policy decides nothing', []);
  const trial = await createTrial(policy.source);
  const cell = cells.cell(role, coordinate);
  const requires = requirements[coordinate]?.policies ?? null;
  const held = new Set(trial.held(role));
  const flips = await flipsOf(trial, role, coordinate);
  return {
    version: { name: version.name, revision: version.revision },
    role,
    coordinate,
    cell,
    place: trial.placeOf(cell.rule) ?? null,
    defined: schemaPlace(version.subgraphs, coordinate) ?? null,
    attributes: [...trial.attributes.keys()].map((name) => ({
      name,
      value: name === 'role' ? role : '',
    })),
    requires,
    parts: requirementParts(version, coordinate),
    holds: [...new Set(requires?.flat())].filter((each) => held.has(each)),
    lacks: (requires ?? []).map((each) => each.filter((permission) => !held.has(permission))),
    conditions: (data.conditions.rules[coordinate] ?? []).map((condition) => ({
      words: conditionWords(condition),
      description: condition.description,
      unless: condition.unless ?? null,
    })),
    flips,
    elevation: cell.isElevatable
      ? flips
          .flatMap(({ kind, permissions }) => (kind === 'give' ? permissions : []))
          .filter((permission) => data.conditions.elevation.includes(permission))
      : [],
    others: cells.roles
      .filter((other) => other !== role)
      .map((other) => ({ role: other, cell: cells.cell(other, coordinate) })),
  };
}

function refuseUnknown(cells: DecidedCells, role: string, coordinate: string): void {
  if (!cells.roles.includes(role)) throw unknownName('role', role, cells.roles);
  if (!cells.coordinates.includes(coordinate)) {
    throw unknownName('coordinate', coordinate, cells.coordinates);
  }
}

/** From the most open to the most closed; on conditions lies between. */
const OPENNESS = { hide: 0, deny: 0, conditional: 1, mask: 2, allow: 3 } as const;

/** By asking the policy again for each change, not by working it out from the requirement. */
async function flipsOf(
  trial: Trial,
  role: string,
  coordinate: string,
): Promise<readonly AccessFlip[]> {
  const decide = (change: Pick<AccessFlip, 'kind'>, permissions: readonly string[]) =>
    trial
      .tableFor({
        role,
        given: change.kind === 'give' ? permissions : [],
        taken: change.kind === 'take' ? permissions : [],
        coordinates: [coordinate],
      })
      .decide(coordinate);
  const now = opennessOf(decide({ kind: 'give' }, []));
  const search = async (
    kind: AccessFlip['kind'],
    candidates: readonly string[],
    isFlip: (openness: number) => boolean,
  ): Promise<readonly AccessFlip[]> => {
    const found = await smallestChanges({
      candidates,
      sizeMax: CHANGE_SIZE_MAX,
      attempt: (permissions) => {
        const decision = decide({ kind }, permissions);
        return isFlip(opennessOf(decision)) ? effectOf(decision) : undefined;
      },
    });
    return found.map(({ add, found: effect }) => ({ kind, permissions: add, effect }));
  };
  const gives =
    now < OPENNESS.allow ? await search('give', trial.missing(role), (each) => each > now) : [];
  const takes =
    now > OPENNESS.deny ? await search('take', trial.held(role), (each) => each < now) : [];
  return [...gives, ...takes];
}

function opennessOf(decision: Decision): number {
  return OPENNESS[effectOf(decision)];
}

/** A trial is called with nothing and at no time, so a condition that binds is not met in it. */
function effectOf({ effect, reason }: Decision): FlippedEffect {
  return reason === 'CONDITION_NOT_MET' ? 'conditional' : effect;
}
