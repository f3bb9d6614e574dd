/** What must hold of policies/clients before a bundle may be built. */
import { didYouMean } from './nearest.ts';
import type { PolicyData } from './policy-data.ts';
import type { Problem } from './problem.ts';

const FILE = 'policies/clients/data.json';

/** Everything wrong with the clients: roles and clients there are not, rules that share a name. */
export function clientProblems({ clients, roles }: PolicyData): readonly Problem[] {
  const { rules } = clients.documents;
  const unknown = (
    where: string,
    given: readonly string[],
    known: Readonly<Record<string, unknown>>,
    what: string,
  ) =>
    given
      .filter((name) => !Object.hasOwn(known, name))
      .map((name): Problem => {
        const fix = didYouMean(name, Object.keys(known), 'add it there, or take it out here');
        const message = `${where}: ${name} is no ${what}`;
        return { rule: 'clients', where: FILE, at: name, message, fix };
      });
  const role = 'role of policies/roles/data.json';
  return [
    ...Object.entries(clients.clients).flatMap(([client, { roles: its }]) =>
      unknown(client, its, roles, role),
    ),
    ...rules.flatMap(({ name, roles: its = [] }) => unknown(name, its, roles, role)),
    ...rules.flatMap(({ name, clients: its = [] }) =>
      unknown(name, its, clients.clients, 'client of this file'),
    ),
    ...rules
      .filter(({ name }, index) => rules.findIndex((rule) => rule.name === name) < index)
      .map(({ name }): Problem => {
        const message = `two rules are called ${name}`;
        const fix = 'decisions name their rule: give each a name of its own';
        return { rule: 'clients', where: FILE, at: name, message, fix };
      }),
  ];
}
