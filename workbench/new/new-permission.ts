/** A new permission: its entry, the roles that get it, and a test of who holds it. */
import { readPolicyData } from '../policy-data.ts';
import { unknownName } from '../unknown-name.ts';
import { withItem, withMember } from './json-edit.ts';
import { created, edited, type Place, type Plan, refuse, wordOf } from './plan.ts';

export interface NewPermission {
  readonly name: string;
  readonly description: string;
  /** What lacking it does. */
  readonly without: 'deny' | 'hide';
  readonly roles: readonly string[];
}

const NAME = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/;

/** @throws {WorkbenchError} `usage` on a name that is taken or none, or a role there is not. */
export function newPermission(place: Place, permission: NewPermission): Plan {
  const { name, description, without, roles } = permission;
  const data = readPolicyData(place.folder);
  if (!NAME.test(name)) {
    refuse(`${name} is no name of a permission`, 'it is thing:deed, as loans:approve');
  }
  if (Object.hasOwn(data.permissions, name)) {
    refuse(`there is a permission ${name} already`, 'policies/permissions/data.json has them all');
  }
  const known = Object.keys(data.roles);
  for (const role of roles) if (!known.includes(role)) throw unknownName('role', role, known);
  const entry = { description, without };
  return {
    edits: [
      edited(place.folder, 'permissions/data.json', (text) => withMember(text, [], name, entry)),
      ...(roles.length === 0
        ? []
        : [
            edited(place.folder, 'roles/data.json', (text) =>
              roles.reduce((all, role) => withItem(all, [role, 'permissions'], name), text),
            ),
          ]),
      created(place.folder, `payscope/authz/${wordOf(name)}_test.rego`, testOf(permission)),
    ],
    next: [
      `Ask for it: payscope policy new rule Type.field --asks ${name}`,
      'See what it changes: payscope policy diff git:HEAD',
      'Try it: payscope policy test',
    ],
  };
}

/** On a coordinate of its own, so that it holds whatever the schema asks it for. */
function testOf({ name, without, roles }: NewPermission): string {
  const word = wordOf(name);
  const held = roles.length === 0 ? 'set()' : `{${roles.map((each) => `"${each}"`).join(', ')}}`;
  return `package payscope.authz_test

import data.payscope.authz

# Who holds ${name}:
# a field that asks for nothing else is open to them only.
holders_of_${word} := ${held}

asking_for_${word}(role) := decision.effect if {
	decision := authz.decisions["Sample.field"] with input as {
		"subject": {"role": role},
		"coordinates": ["Sample.field"],
	}
		with data.schema as {"Sample.field": {"policies": [["${name}"]]}}
}

test_allow_holders_of_${word} if {
	every role in holders_of_${word} {
		asking_for_${word}(role) == "allow"
	}
}

test_${without}_everyone_else_${word} if {
	every role, _ in object.remove(data.roles, holders_of_${word}) {
		asking_for_${word}(role) == "${without}"
	}
}
`;
}
