/** What in the data of two versions differs that bears on one role and coordinate. */
import type { PolicyVersion } from '../load-version.ts';
import { requirementWords } from '../matrix/requirement-words.ts';

/** Where the change that caused it was made, as far as the data tells. */
export interface Cause {
  readonly kind: 'role' | 'permission' | 'requirement' | 'mask' | 'condition' | 'rules';
  readonly says: string;
}

type Version = Pick<PolicyVersion, 'data' | 'requirements'>;

/** In words, for people; the rules themselves when nothing in the data explains it. */
export function causesOf(
  before: Version,
  after: Version,
  { role, coordinate }: { readonly role: string; readonly coordinate: string },
): readonly Cause[] {
  const causes = [
    ...ofRole(before, after, role, bearing([before, after], coordinate)),
    ...ofRequirement(before, after, coordinate),
    ...ofPermissions(before, after, coordinate),
    ...ofData('mask', 'its mask', before.data.masks[coordinate], after.data.masks[coordinate]),
    ...ofData(
      'condition',
      'its condition',
      before.data.conditions.rules[coordinate],
      after.data.conditions.rules[coordinate],
    ),
  ];
  return causes.length > 0 ? causes : [{ kind: 'rules', says: 'the rules decide otherwise' }];
}

/** The permissions a decision of the coordinate can turn on. */
function bearing(versions: readonly Version[], coordinate: string): ReadonlySet<string> {
  return new Set(
    versions.flatMap(({ data, requirements }) => [
      ...(requirements[coordinate]?.policies.flat() ?? []),
      ...(data.conditions.rules[coordinate] ?? []).flatMap(({ unless }) => unless ?? []),
    ]),
  );
}

function ofRole(
  before: Version,
  after: Version,
  role: string,
  bears: ReadonlySet<string>,
): readonly Cause[] {
  const had = before.data.roles[role]?.permissions;
  const has = after.data.roles[role]?.permissions;
  if (had === undefined || has === undefined) {
    return [{ kind: 'role', says: `${role} is ${had === undefined ? 'new' : 'gone'}` }];
  }
  const of = (these: readonly string[], those: readonly string[]) =>
    these.filter((each) => bears.has(each) && !those.includes(each));
  return [
    ...of(has, had).map((each): Cause => ({ kind: 'permission', says: `${role} gets ${each}` })),
    ...of(had, has).map((each): Cause => ({ kind: 'permission', says: `${role} loses ${each}` })),
  ];
}

function ofRequirement(before: Version, after: Version, coordinate: string): readonly Cause[] {
  const asked = before.requirements[coordinate];
  const asks = after.requirements[coordinate];
  if (JSON.stringify(asked?.policies) === JSON.stringify(asks?.policies)) return [];
  const says = `it asks for ${requirementWords(asks)}, and asked for ${requirementWords(asked)}`;
  return [{ kind: 'requirement', says }];
}

function ofPermissions(before: Version, after: Version, coordinate: string): readonly Cause[] {
  return [...bearing([after], coordinate)].flatMap((permission): readonly Cause[] => {
    const was = before.data.permissions[permission]?.without;
    const is = after.data.permissions[permission]?.without;
    if (was === is || was === undefined || is === undefined) return [];
    return [{ kind: 'permission', says: `without ${permission}: ${is}, and not ${was}` }];
  });
}

function ofData(
  kind: Cause['kind'],
  what: string,
  before: unknown,
  after: unknown,
): readonly Cause[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before === undefined) return [{ kind, says: `${what} was added` }];
  return [{ kind, says: `${what} was ${after === undefined ? 'taken away' : 'changed'}` }];
}
