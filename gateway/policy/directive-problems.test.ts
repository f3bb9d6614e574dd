import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/config/index.ts';
import { readPolicyFixture } from '../../test/support/policy.ts';
import { directiveProblems } from './directive-problems.ts';
import { requirementsOf } from './requirements-of.ts';

const POLICY = '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)';
const RENAMED =
  '@link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@pol" }])';
const ASKING = '(policies: [["p"]])';

function schema(links: string, body: string): string {
  return `schema ${links} { query: Query } ${body}`;
}

const FIELD = (directive: string) => `type Query { a: Int ${directive} }`;

const PROBLEMS: readonly (readonly [string, string, RegExp])[] = [
  [
    'used and linked from nowhere',
    schema('', FIELD(`@policy${ASKING}`)),
    /Query\.a: @policy is linked/,
  ],
  [
    'linked from elsewhere',
    schema('@link(url: "https://example.org/policy/v0.1")', FIELD(`@policy${ASKING}`)),
    /Query\.a: @policy is linked from no specification/,
  ],
  [
    'linked without a version',
    schema('@link(url: "https://specs.apollo.dev/policy")', FIELD(`@policy${ASKING}`)),
    /only v0\.1 is understood/,
  ],
  [
    'linked in a version nobody knows',
    schema('@link(url: "https://specs.apollo.dev/policy/v0.2")', FIELD(`@policy${ASKING}`)),
    /policy\/v0\.2: of that specification only v0\.1 is understood/,
  ],
  [
    'used by its own name, though it is imported as another',
    schema(RENAMED, FIELD(`@policy${ASKING}`)),
    /Query\.a: @policy is linked from no/,
  ],
  [
    'used by another name that is not imported',
    schema(POLICY, FIELD(`@pol${ASKING}`)),
    /Query\.a: @pol is linked from no/,
  ],
  [
    'defined in place of being imported',
    schema('', `directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION ${FIELD('')}`),
    /directive @policy is linked from no/,
  ],
  [
    'defined under another name, with the same arguments',
    schema(POLICY, `directive @pol(policies: [[String!]!]!) on FIELD_DEFINITION ${FIELD('')}`),
    /directive @pol is linked from no/,
  ],
  [
    'used under another name by its scopes',
    schema('', FIELD('@needs(scopes: [["s"]])')),
    /Query\.a: @needs is linked from no/,
  ],
  [
    'of a namespace nobody links',
    schema('', FIELD('@federation__authenticated')),
    /@federation__authen/,
  ],
  [
    'imported that its specification does not have',
    schema('@link(url: "https://specs.apollo.dev/policy/v0.1", import: ["@polcy"])', FIELD('')),
    /imports @polcy/,
  ],
  [
    'for security, of a specification nobody enforces',
    schema('@link(url: "https://example.org/rules/v1.0", for: SECURITY)', FIELD('')),
    /rules\/v1\.0: for SECURITY, which nobody enforces/,
  ],
  [
    'on an argument',
    schema(POLICY, `type Query { a(b: Int @policy${ASKING}): Int }`),
    /Query\.a\(b:\): @policy means nothing here/,
  ],
  [
    'on an input field',
    schema(POLICY, `${FIELD('')} input In { f: Int @policy${ASKING} }`),
    /In\.f: @policy means nothing here/,
  ],
  [
    'on an enum value',
    schema(POLICY, `${FIELD('')} enum E { V @policy${ASKING} }`),
    /E\.V: @policy means nothing here/,
  ],
  [
    'on the schema',
    schema(`${POLICY} @policy${ASKING}`, FIELD('')),
    /schema: @policy means nothing/,
  ],
  [
    'carried by another directive',
    schema(POLICY, FIELD('@join__directive(graphs: [A], name: "policy", args: {})')),
    /@policy in @join__directive is read by nobody/,
  ],
  [
    '@reveals without its link',
    schema('', 'type Query { a(b: Int @reveals(coordinates: [])): Int }'),
    /@reveals/,
  ],
  [
    'that is neither defined nor linked',
    schema(POLICY, FIELD('@secret')),
    /Query\.a: @secret resolves to nothing/,
  ],
];

describe('an access directive is refused', () => {
  it.each(PROBLEMS)('%s', (_name, sdl, problem) => {
    expect(directiveProblems(parse(sdl)).join('\n')).toMatch(problem);
    expect(() => requirementsOf(sdl)).toThrow(ConfigError);
    expect(() => requirementsOf(sdl)).toThrow(problem);
  });
});

describe('nothing is wrong with', () => {
  it.each([
    ['the supergraph of the project', readPolicyFixture().supergraphSdl],
    ['directives linked by their own names', schema(POLICY, FIELD(`@policy${ASKING}`))],
    ['directives imported under another name', schema(RENAMED, FIELD(`@pol${ASKING}`))],
    [
      'a specification under another name',
      schema(POLICY.replace('v0.1"', 'v0.1", as: "rules"'), FIELD(`@rules${ASKING}`)),
    ],
    [
      'types imported besides',
      schema(
        '@link(url: "https://specs.apollo.dev/policy/v0.1", import: ["@policy", "Policy"])',
        FIELD(`@policy${ASKING}`),
      ),
    ],
    [
      'directives of others, defined or linked',
      schema(
        '@link(url: "https://example.org/pets/v1.0", import: [{ name: "@cat", as: "@dog" }])',
        `directive @own on FIELD_DEFINITION ${FIELD('@own @dog @pets @pets__bird @deprecated')}`,
      ),
    ],
  ])('%s', (_name, sdl) => {
    expect(directiveProblems(parse(sdl))).toStrictEqual([]);
  });
});
