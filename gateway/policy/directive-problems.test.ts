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
    'linked by a url that only ends like one that is known',
    schema(
      '@link(url: "https://example.org/?https://specs.apollo.dev/policy/v0.1")',
      FIELD(`@policy${ASKING}`),
    ),
    /Query\.a: @policy is linked from no specification/,
  ],
  [
    'linked by a url beneath one that is known',
    schema(
      '@link(url: "https://specs.apollo.dev/federation/v2.9/mine", as: "f")',
      FIELD('@f__policy'),
    ),
    /Query\.a: @f__policy is linked from no specification/,
  ],
  [
    'linked on a type, where links mean nothing',
    `type Query ${POLICY} { a: Int @policy${ASKING} }`,
    /Query\.a: @policy is linked from no specification/,
  ],
  [
    'of a specification whose url does not end in its version',
    schema('@link(url: "https://example.org/pets/v1.0/more")', FIELD('@pets__bird')),
    /Query\.a: @pets__bird resolves to nothing/,
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
    /Query\.a: @federation__authenticated is linked from no/,
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
    /Query\.a\(b:\): @reveals is not linked/,
  ],
  [
    'on an argument of a directive',
    schema(POLICY, `${FIELD('')} directive @own(b: Int @policy${ASKING}) on FIELD_DEFINITION`),
    /own\.b: @policy means nothing here/,
  ],
  [
    'linked in plain http',
    schema('@link(url: "http://specs.apollo.dev/policy/v0.1")', FIELD(`@policy${ASKING}`)),
    /@link of http:.*only v0\.1 is understood/,
  ],
  [
    'linked in capitals',
    schema('@link(url: "https://Specs.Apollo.dev/authenticated/v0.1")', FIELD('')),
    /@link of .*only v0\.1 is understood/,
  ],
  [
    'linked in a version longer than one that is known',
    schema('@link(url: "https://specs.apollo.dev/requiresScopes/v0.11")', FIELD('')),
    /requiresScopes\/v0\.11: of that specification only/,
  ],
  [
    'imported from a specification that has others',
    schema('@link(url: "https://specs.apollo.dev/policy/v0.1", import: ["Scope"])', FIELD('')),
    /policy\/v0\.1: imports Scope/,
  ],
  [
    'carried, with its namespace, by another directive',
    schema(POLICY, FIELD('@join__directive(graphs: [A], name: "federation__policy")')),
    /@federation__policy in @join__directive is read by nobody/,
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

describe('an access directive means something on', () => {
  it.each([
    ['an object', `type T @policy${ASKING} { f: Int }`],
    ['a field', `type T { f: Int @policy${ASKING} }`],
    ['a field of an interface', `interface T { f: Int @policy${ASKING} }`],
    ['an interface', `interface T @policy${ASKING} { f: Int }`],
    ['a union', `union T @policy${ASKING} = Query`],
    ['a scalar', `scalar T @policy${ASKING}`],
    ['an enum', `enum T @policy${ASKING} { V }`],
    ['an extended object', `type T { f: Int } extend type T @policy${ASKING}`],
    ['an extended interface', `interface T { f: Int } extend interface T @policy${ASKING}`],
    ['an extended union', `union T = Query extend union T @policy${ASKING}`],
    ['an extended scalar', `scalar T extend scalar T @policy${ASKING}`],
    ['an extended enum', `enum T { V } extend enum T @policy${ASKING}`],
  ])('%s, where it is enforced', (_name, body) => {
    const sdl = schema(POLICY, `type Query { t: T } ${body}`);
    expect(directiveProblems(parse(sdl))).toStrictEqual([]);
    const { T: type, 'T.f': field } = requirementsOf(sdl);
    expect((type ?? field)?.policies).toStrictEqual([['p']]);
  });
});

describe('what is wrong is told', () => {
  it('of every directive, each once, by its place', () => {
    const sdl = schema(
      '',
      `type Query { a: Int @policy${ASKING} @policy${ASKING} b: Int @secret }`,
    );
    const problems = directiveProblems(parse(sdl));
    expect(problems.map((each) => each.split(' ', 2))).toStrictEqual([
      ['Query.a:', '@policy'],
      ['Query.b:', '@secret'],
    ]);
    expect(() => requirementsOf(sdl)).toThrow(
      /^SUPERGRAPH_FILE:[^\n]*\n {2}- Query\.a: .*\n {2}- Query\.b: /,
    );
  });

  it.each(['x', 'policyholder', 'my_policy', 'policy__x'])(
    'of no directive that only sounds like one, as @%s does',
    (name) => {
      const sdl = schema('', `directive @${name} on FIELD_DEFINITION ${FIELD(`@${name}`)}`);
      expect(directiveProblems(parse(sdl))).toStrictEqual([]);
    },
  );
});

describe('nothing is wrong with', () => {
  it.each<readonly [string, string]>([
    ['the supergraph of the project', readPolicyFixture().supergraphSdl],
    ['directives linked by their own names', schema(POLICY, FIELD(`@policy${ASKING}`))],
    ['directives imported under another name', schema(RENAMED, FIELD(`@pol${ASKING}`))],
    [
      'a specification under another name',
      schema(POLICY.replace('v0.1"', 'v0.1", as: "rules"'), FIELD(`@rules${ASKING}`)),
    ],
    ...['policy', 'authenticated', 'requiresScopes'].map((name): [string, string] => [
      `the specification of @${name}, and a slash after its version`,
      schema(
        `@link(url: "https://specs.apollo.dev/${name}/v0.1/", import: ["@${name}"])`,
        FIELD(''),
      ),
    ]),
    [
      'scopes imported besides',
      schema(
        '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: ["@requiresScopes", "Scope"])',
        FIELD('@requiresScopes(scopes: [["s"]])'),
      ),
    ],
    [
      'directives of specifications in late versions',
      schema(
        '@link(url: "https://example.org/pets/v10.2") @link(url: "https://example.org/plants/v1.20/")',
        FIELD('@pets__bird @plants__tree'),
      ),
    ],
    [
      'other directives that are carried',
      schema(
        '@link(url: "https://specs.apollo.dev/join/v0.5")',
        FIELD('@join__directive(name: "tag")'),
      ),
    ],
    [
      'specifications of similar names',
      schema('@link(url: "https://specs.apollo.dev/policyx/v0.2")', FIELD('')),
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
