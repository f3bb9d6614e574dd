import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { STRICTEST } from '../gateway/policy/limits.ts';
import { type Checked, policyProblems, unmentionedCoordinates } from './policy-checks.ts';
import type { PolicyData } from './policy-data.ts';
import { sentenceOf } from './problem.ts';

const schema = buildSchema(`
  scalar Date
  type Query { person: Person open: Int }
  type Person { id: ID! born: Date name: String age: Int! friends: [Person!] pin: String! }
`);

const read = { authenticated: true, policies: [['read']] };
const pii = { authenticated: true, policies: [['pii', 'read']] };

const requirements = {
  Query: { authenticated: true, policies: [[]] },
  'Query.person': read,
  Person: read,
  'Person.id': read,
  'Person.born': pii,
  'Person.name': pii,
  'Person.age': read,
  'Person.friends': read,
  'Person.pin': read,
};

const policy: PolicyData = {
  roles: { READER: { description: 'Reads.', permissions: ['read'] } },
  permissions: {
    read: { description: 'Read.', without: 'deny' },
    pii: { description: 'Read personal data.', without: 'deny' },
  },
  masks: { 'Person.born': { permission: 'pii', obligation: { kind: 'year' } } },
  attributes: { role: { description: 'The role.' } },
  conditions: { elevation: [], rules: {} },
  limits: { default: { ...STRICTEST }, roles: {} },
  clients: {
    clients: { app: { description: 'An app.', roles: ['READER'] } },
    documents: { default: 'any', rules: [] },
  },
};

const sound: Checked = { schema, requirements, policy };

function masking(coordinate: string, obligation: { kind: string }, permission = 'pii'): Checked {
  return { ...sound, policy: { ...policy, masks: { [coordinate]: { permission, obligation } } } };
}

const asked = (coordinate: string, requirement: typeof read): Checked => ({
  ...sound,
  requirements: { ...requirements, [coordinate]: requirement },
});

type Rule = PolicyData['clients']['documents']['rules'][number];

const ruled = (...given: readonly Partial<Rule>[]): Checked => {
  const rules = given.map(
    (rule): Rule => ({
      ...{ name: 'apps', description: 'Apps.', mode: 'registered' },
      ...rule,
    }),
  );
  const { clients } = policy.clients;
  return {
    ...sound,
    policy: { ...policy, clients: { clients, documents: { default: 'any', rules } } },
  };
};

const PROBLEMS: readonly (readonly [string, Checked, RegExp])[] = [
  [
    'a schema that names an unknown permission',
    asked('Query.person', { authenticated: true, policies: [['raed']] }),
    /Query\.person names raed/,
  ],
  [
    'a rule for an unknown client',
    ruled({ clients: ['ap'] }),
    /apps: ap is no client of this file/,
  ],
  ['a rule for an unknown role', ruled({ roles: ['READR'] }), /apps: READR is no role/],
  ['two rules of one name', ruled({}, {}), /two rules are called apps/],
  [
    'a client with an unknown role',
    {
      ...sound,
      policy: {
        ...policy,
        clients: {
          ...policy.clients,
          clients: { app: { description: 'An app.', roles: ['ROLE'] } },
        },
      },
    },
    /clients\/data\.json: app: ROLE is no role/,
  ],
  [
    'a limit that is missing',
    { ...sound, policy: { ...policy, limits: { default: { depth: 1 }, roles: {} } } },
    /default lacks tokens/,
  ],
  [
    'a limit nothing reads',
    {
      ...sound,
      policy: { ...policy, limits: { ...policy.limits, roles: { READER: { dept: 1 } } } },
    },
    /READER: dept is no limit/,
  ],
  [
    'limits of an unknown role',
    { ...sound, policy: { ...policy, limits: { ...policy.limits, roles: { RAEDER: {} } } } },
    /RAEDER is no role/,
  ],
  [
    'a role that names an unknown permission',
    {
      ...sound,
      policy: { ...policy, roles: { R: { description: 'R.', permissions: ['toString'] } } },
    },
    /R names toString/,
  ],
  [
    'a mask of a field that is gone',
    masking('Person.birth', { kind: 'year' }),
    /Person\.birth is no field/,
  ],
  [
    'a mask of an inherited name',
    masking('Person.toString', { kind: 'null' }),
    /toString is no field/,
  ],
  ['a mask by an unknown permission', masking('Person.born', { kind: 'year' }, 'pi'), /names pi,/],
  [
    'a mask for want of what is not asked for',
    masking('Person.born', { kind: 'year' }, 'read2'),
    /read2/,
  ],
  [
    'a mask the field does not ask for',
    masking('Person.age', { kind: 'round' }),
    /does not ask for/,
  ],
  ['a mask nobody can do', masking('Person.born', { kind: 'blur' }), /can't do/],
  ['a mask without its step', masking('Person.name', { kind: 'round' }), /can't do/],
  ['a mask of another type', masking('Person.name', { kind: 'year' }), /"year" can't mask String/],
  [
    'a mask of an object',
    {
      ...masking('Person.friends', { kind: 'null' }),
      requirements: { ...requirements, 'Person.friends': pii },
    },
    /"null" can't mask \[Person!\]/,
  ],
  [
    'a mask that nulls a non-null field',
    {
      ...masking('Person.pin', { kind: 'null' }),
      requirements: { ...requirements, 'Person.pin': pii },
    },
    /"null" would null the parent of String!/,
  ],
  [
    'a non-null field stricter than its type',
    asked('Person.age', pii),
    /Person\.age: Int! must be nullable/,
  ],
  [
    'an attribute the gateway does not send',
    {
      ...sound,
      policy: { ...policy, attributes: { ...policy.attributes, hour: { description: 'H.' } } },
    },
    /role, hour/,
  ],
];

describe('the build refuses', () => {
  it.each(PROBLEMS)('%s', (_name, checked, problem) => {
    expect(policyProblems(checked).map(sentenceOf).join('\n')).toMatch(problem);
  });

  it('nothing, when schema and policy fit', () => {
    expect(policyProblems(sound)).toStrictEqual([]);
  });
});

it('lists the coordinates no rule mentions', () => {
  const listed = unmentionedCoordinates(sound);
  expect(listed).toContain('Query.open');
  expect(listed).not.toContain('Query.person');
});
