/** A new role: its entry, and cases of what it may and may not, as the policy decides them. */
import { createTrial } from '../../gateway/explain/trial.ts';
import { decidedCoordinates } from '../../gateway/policy/index.ts';
import type { PolicyVersion } from '../load-version.ts';
import { unknownName } from '../unknown-name.ts';
import { withMember } from './json-edit.ts';
import { caseText } from './new-case.ts';
import { created, edited, type Place, type Plan, refuse, wordOf } from './plan.ts';

export interface NewRole {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  /** A role whose permissions it gets too. */
  readonly like?: string | undefined;
}

/** @throws {WorkbenchError} `usage` on a name that is taken or none, or a permission there is not. */
export async function newRole(
  place: Place,
  version: Pick<PolicyVersion, 'data' | 'policy' | 'schema'>,
  { name, description, permissions: given, like }: NewRole,
): Promise<Plan> {
  const { roles, permissions } = version.data;
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    refuse(`${name} is no name of a role`, 'it is in capitals, as BANK_ADMIN');
  }
  if (Object.hasOwn(roles, name)) {
    refuse(`there is a role ${name} already`, 'policies/roles/data.json has them all');
  }
  if (like !== undefined && !Object.hasOwn(roles, like)) {
    throw unknownName('role', like, Object.keys(roles));
  }
  const held = [
    ...new Set([...(like === undefined ? [] : (roles[like]?.permissions ?? [])), ...given]),
  ];
  for (const each of held) {
    if (!Object.hasOwn(permissions, each)) {
      throw unknownName('permission', each, Object.keys(permissions));
    }
  }
  const entry = { description, permissions: held };
  return {
    edits: [
      edited(place.folder, 'roles/data.json', (text) => withMember(text, [], name, entry)),
      created(
        place.cases,
        `${wordOf(name).replaceAll('_', '-')}.yaml`,
        await casesOf(version, name, held),
      ),
    ],
    next: [
      `See what it gets: payscope policy matrix --role ${name}`,
      `Approve what it opens, in ${place.folder}/approved-openings.json: { "role": "${name}", "coordinate": "*", "reason": "…" }`,
      'Try it: payscope policy test',
    ],
  };
}

/** Root fields: one for each thing that may come of asking. */
async function casesOf(
  { policy, schema }: Pick<PolicyVersion, 'policy' | 'schema'>,
  role: string,
  given: readonly string[],
): Promise<string> {
  const { source } = policy;
  if (source === undefined) return '';
  const coordinates = decidedCoordinates(schema).filter((each) =>
    /^(Query|Mutation)\.\w+$/.test(each),
  );
  const trial = await createTrial(source);
  // A role there is not is known to a trial as soon as it is given something.
  const table = trial.tableFor({ role, given: given.length > 0 ? given : [''], coordinates });
  const words = { allow: 'may use', mask: 'sees masked', deny: 'is denied', hide: 'does not see' };
  const effects = ['allow', 'mask', 'deny', 'hide'] as const;
  const cases = effects.flatMap((effect) => {
    const coordinate = coordinates.find(
      (each) => table.decide(each).effect === effect && !table.isConditional(each),
    );
    if (coordinate === undefined) return [];
    const name = `${role} ${words[effect]} ${coordinate}`;
    return [caseText({ name, role, coordinate, decision: table.decide(coordinate) })];
  });
  return `# What ${role} may and may not; the first of each kind, to be replaced by what matters.\n${cases.join('')}`;
}
