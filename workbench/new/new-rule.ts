/** A new rule for a field: what it asks for, how it is masked, or on what conditions it is open. */
import { readCases } from '../cases.ts';
import type { PolicyVersion } from '../load-version.ts';
import { unknownName } from '../unknown-name.ts';
import { askInSchema } from './ask-in-schema.ts';
import { conditionTest } from './condition-test.ts';
import { withItem, withMember } from './json-edit.ts';
import { caseText } from './new-case.ts';
import { created, edited, type Place, type Plan, refuse, wordOf } from './plan.ts';

export type NewRule =
  | { readonly kind: 'asks'; readonly coordinate: string; readonly permissions: readonly string[] }
  | {
      readonly kind: 'mask';
      readonly coordinate: string;
      readonly permission: string;
      readonly obligation: { readonly kind: string };
    }
  | { readonly kind: 'condition'; readonly coordinate: string; readonly condition: NewCondition };

export type NewCondition = Readonly<Record<string, unknown>> & {
  readonly description: string;
  readonly kind: string;
  readonly unless?: string;
};

type Version = Pick<PolicyVersion, 'data' | 'requirements' | 'subgraphs'>;

/** @throws {WorkbenchError} `usage` on a rule there is already, or a field or permission there is not. */
export async function newRule(place: Place, version: Version, rule: NewRule): Promise<Plan> {
  const coordinates = Object.keys(version.requirements);
  if (!coordinates.includes(rule.coordinate)) {
    throw unknownName('coordinate', rule.coordinate, coordinates);
  }
  for (const permission of permissionsIn(rule)) {
    const known = Object.keys(version.data.permissions);
    if (!known.includes(permission)) throw unknownName('permission', permission, known);
  }
  switch (rule.kind) {
    case 'asks':
      return asking(place, version, rule);
    case 'mask':
      return masking(place, version, rule);
    case 'condition':
      return conditioning(place, version, rule);
    default:
      return rule satisfies never;
  }
}

function permissionsIn(rule: NewRule): readonly string[] {
  if (rule.kind === 'asks') return rule.permissions;
  if (rule.kind === 'mask') return [rule.permission];
  return rule.condition.unless === undefined ? [] : [rule.condition.unless];
}

/** The case holds once the schema was generated anew; until then it fails, which is what it is for. */
function asking(
  place: Place,
  { subgraphs, data, requirements }: Version,
  { coordinate, permissions }: Extract<NewRule, { kind: 'asks' }>,
): Plan {
  const asked = new Set([...(requirements[coordinate]?.policies[0] ?? []), ...permissions]);
  const roles = Object.keys(data.roles).sort();
  const lacks = (role: string) =>
    [...asked].filter((each) => !data.roles[role]?.permissions.includes(each));
  const isShown = (each: string) => data.permissions[each]?.without === 'deny';
  const able = roles.find((role) => lacks(role).length === 0);
  const unable = roles.find((role) => lacks(role).length > 0 && lacks(role).every(isShown));
  const cases = [
    ...(able === undefined
      ? []
      : [
          caseText({
            coordinate,
            name: `${able} has what ${coordinate} asks for`,
            role: able,
            decision: { effect: 'allow', reason: 'ALLOWED' },
          }),
        ]),
    ...(unable === undefined
      ? []
      : [
          caseText({
            coordinate,
            name: `${unable} lacks what ${coordinate} asks for`,
            role: unable,
            decision: { effect: 'deny', reason: 'MISSING_PERMISSION' },
          }),
        ]),
  ];
  return {
    edits: [
      askInSchema(place.schema, subgraphs, coordinate, permissions),
      created(place.cases, `${fileFor(coordinate)}.yaml`, cases.join('')),
    ],
    next: [
      'See what it changes: payscope policy diff git:HEAD',
      'See whose operations it breaks: payscope policy impact',
      'Write what is generated from it: npm run gen',
    ],
  };
}

function masking(
  place: Place,
  { data, requirements }: Version,
  { coordinate, permission, obligation }: Extract<NewRule, { kind: 'mask' }>,
): Plan {
  if (Object.hasOwn(data.masks, coordinate)) {
    refuse(`${coordinate} is masked already`, 'in policies/masks/data.json; change it there');
  }
  const asked = requirements[coordinate]?.policies ?? [];
  if (!asked.flat().includes(permission)) {
    const hint = `first: payscope policy new rule ${coordinate} --asks ${permission}`;
    refuse(`${coordinate} does not ask for ${permission}`, hint);
  }
  const isAllThatLacks = (role: string) =>
    asked.some((alternative) => {
      const held = data.roles[role]?.permissions ?? [];
      return alternative.every((each) => held.includes(each) !== (each === permission));
    });
  const masked = Object.keys(data.roles).sort().find(isAllThatLacks);
  const outdated = readCases(place.cases).find(
    (each) =>
      each.coordinate === coordinate && each.role === masked && each.expect.effect === 'deny',
  );
  const test =
    masked === undefined
      ? []
      : [
          created(
            place.cases,
            `${fileFor(coordinate)}-masked.yaml`,
            caseText({
              name: `${masked} sees ${coordinate} masked`,
              role: masked,
              coordinate,
              decision: { effect: 'mask', reason: 'MASKED', obligation },
            }),
          ),
        ];
  return {
    edits: [
      edited(place.folder, 'masks/data.json', (text) =>
        withMember(text, [], coordinate, { permission, obligation }),
      ),
      ...test,
    ],
    next: [
      ...(outdated
        ? [`Take away the case that expects it denied: ${outdated.file}:${outdated.line}`]
        : []),
      'See what it changes: payscope policy diff git:HEAD',
      'Does the mask fit the type: payscope policy check',
    ],
  };
}

function conditioning(
  place: Place,
  version: Version,
  { coordinate, condition }: Extract<NewRule, { kind: 'condition' }>,
): Plan {
  const known = version.data.conditions.rules[coordinate];
  if (known?.some((each) => sameCondition(each, condition))) {
    const hint = 'in policies/conditions/data.json; change it there';
    refuse(`${coordinate} has a condition ${condition.kind} like that already`, hint);
  }
  return {
    edits: [
      edited(place.folder, 'conditions/data.json', (text) =>
        known === undefined
          ? withMember(text, ['rules'], coordinate, [condition])
          : withItem(text, ['rules', coordinate], condition),
      ),
      created(
        place.folder,
        `payscope/authz/${wordOf(coordinate)}_${wordOf(condition.kind)}_test.rego`,
        conditionTest(coordinate, condition, version.requirements[coordinate]?.policies[0] ?? []),
      ),
    ],
    next: [
      'See what it changes: payscope policy diff git:HEAD',
      'Does it fit the schema: payscope policy check',
      'Try it: payscope policy test',
    ],
  };
}

/** A second bound on the same argument says nothing the narrower one does not. */
function sameCondition(left: Readonly<Record<string, unknown>>, right: NewCondition): boolean {
  return left.kind === right.kind && left.argument === right.argument;
}

function fileFor(coordinate: string): string {
  return wordOf(coordinate.replace(/([a-z])([A-Z])/g, '$1-$2'))
    .replaceAll('_', '-')
    .replace(/-$/, '');
}
