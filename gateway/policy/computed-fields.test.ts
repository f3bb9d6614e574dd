import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { requirementsOf } from './requirements-of.ts';

/** A supergraph by hand, with what composition of today would refuse to compose. */
function supergraph(body: string): string {
  return `schema
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/context/v0.1") { query: Query }
    directive @other(requires: String, name: String) repeatable on FIELD_DEFINITION | OBJECT
    ${body}`;
}

const PERSON = `
  type Query @authenticated { person: Person }
  interface Document { number: String @policy(policies: [["doc"]]) }
  type Passport implements Document @authenticated {
    number: String @policy(policies: [["passport"]])
    issuer: Office
  }
  type License implements Document @authenticated { number: String @policy(policies: [["license"]]) }
  type Office @policy(policies: [["office"]]) { city: City }
  type City @authenticated { name: String @policy(policies: [["city"]]) }
  union Paper = Passport | License | Seal
  type Seal @policy(policies: [["seal"]]) { id: Int }
  type Silent { word: String }`;

function person(fields: string): string {
  return supergraph(`${PERSON}
    type Person @authenticated {
      id: ID! @policy(policies: [["key"]])
      born: Int @policy(policies: [["pii"]])
      passport: Passport
      document: Document
      paper: Paper
      silent: Silent
      ${fields}
    }`);
}

const requiring = (requires: string) =>
  person(`computed: Int @join__field(graph: B, requires: "${requires}")`);

const COMPUTED: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  ['one field', requiring('born'), ['pii']],
  ['fields beside one another', requiring('id born'), ['key', 'pii']],
  [
    'every coordinate of a path',
    requiring('passport { issuer { city { name } } }'),
    ['city', 'office'],
  ],
  [
    'the members of a union it names',
    requiring('paper { ... on Passport { number } }'),
    ['doc', 'passport'],
  ],
  [
    'all that an interface stands for',
    requiring('document { number }'),
    ['doc', 'license', 'passport'],
  ],
  [
    'each member of a union, where fields are selected on all',
    requiring('paper { number }'),
    ['doc', 'license', 'passport'],
  ],
  [
    'a type it names, though no field of it',
    requiring('paper { ... on Seal { __typename } }'),
    ['seal'],
  ],
  ['a fragment without a type', requiring('... { born }'), ['pii']],
  ['nothing, by __typename', requiring('paper { __typename }'), []],
  [
    'nothing, by a directive that is not of joins',
    person('computed: Int @join__field(graph: B) @other(requires: "born")'),
    [],
  ],
  ['what no rule mentions, and so is closed', requiring('silent { word }'), undefined],
];

describe('a field computed by @requires asks for the rights to', () => {
  it.each(COMPUTED)('%s', (_name, sdl, permissions) => {
    const requirement = requirementsOf(sdl)['Person.computed'];
    expect(requirement?.policies).toStrictEqual(permissions && [permissions]);
  });

  it('what its inputs are computed from, round a circle too', () => {
    const requirements = requirementsOf(
      person(`a: Int @join__field(graph: B, requires: "b")
        b: Int @join__field(graph: C, requires: "a born")
        far: Int @join__field(graph: C, requires: "a")`),
    );
    for (const name of ['a', 'b', 'far']) {
      expect(requirements[`Person.${name}`]?.policies).toStrictEqual([['pii']]);
    }
  });

  it('what a join directive by another name requires', () => {
    const sdl = requiring('born')
      .replace('join/v0.5", for: EXECUTION', 'join/v0.5", as: "j", for: EXECUTION')
      .replace('@join__field', '@j__field');
    expect(requirementsOf(sdl)['Person.computed']?.policies).toStrictEqual([['pii']]);
  });

  it('nothing it has a rule for: a field that no rule mentions stays closed', () => {
    const requirements = requirementsOf(
      person('').replace(
        'type Silent { word: String }',
        `type Silent { word: String @policy(policies: [["word"]])
          computed: Int @join__field(graph: B, requires: "word") }`,
      ),
    );
    expect(requirements['Silent.word']?.policies).toStrictEqual([['word']]);
    expect(requirements['Silent.computed']).toBeUndefined();
  });

  it.each(['external: true', 'provides: "born"', 'key: "born"'])(
    'nothing for what only joins need: %s',
    (argument) => {
      const sdl = person(`computed: Int @join__field(graph: B, ${argument})`);
      expect(requirementsOf(sdl)['Person.computed']?.policies).toStrictEqual([[]]);
    },
  );
});

describe('a field computed by @fromContext asks for the rights to', () => {
  const context = (selection: string) =>
    supergraph(`${PERSON}
      type Person @authenticated @context(name: "b__person") {
        born: Int @policy(policies: [["pii"]])
        child: Child
      }
      type Child @authenticated {
        computed: Int @join__field(graph: B, contextArguments: [
          { context: "b__person", name: "year", type: "Int", selection: "${selection}" }])
      }`);

  it.each([' { born }', '... on Person { born }'])('what the context selects: %s', (selection) => {
    const requirements = requirementsOf(context(selection));
    expect(requirements['Child.computed']?.policies).toStrictEqual([['pii']]);
  });

  it.each([
    ['as another specification', 'as: "ctx"', 'ctx'],
    ['imported as another name', 'import: [{ name: "@context", as: "@sets" }]', 'sets'],
  ])('what it selects where the directive is linked %s', (_name, link, directive) => {
    const sdl = context('{ born }')
      .replace('context/v0.1")', `context/v0.1", ${link})`)
      .replace('@context(', `@${directive}(`);
    expect(requirementsOf(sdl)['Child.computed']?.policies).toStrictEqual([['pii']]);
  });

  it('what each type that sets the context has, and no other type', () => {
    const sdl = `${context('{ born }')}
      type Pet @authenticated @context(name: "b__person") { born: Int @policy(policies: [["pet"]]) }
      type Plant @authenticated @context(name: "b__plant") { born: Int @policy(policies: [["plant"]]) }
      type Stone @authenticated @other(name: "b__person") { born: Int @policy(policies: [["stone"]]) }`;
    expect(requirementsOf(sdl)['Child.computed']?.policies).toStrictEqual([['pet', 'pii']]);
  });
});

describe('composition', () => {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
    import: ["@key", "@external", "@requires", "@provides", "@shareable", "@policy", "@authenticated"])`;

  function compose(computed: string) {
    return composeServices([
      {
        name: 'a',
        url: 'http://a.internal',
        typeDefs: parse(`${link} type Query { person: Person @authenticated }
          type Person @key(fields: "id") @authenticated { id: ID! born: Int @policy(policies: [["pii"]]) }`),
      },
      {
        name: 'b',
        url: 'http://b.internal',
        typeDefs: parse(`${link} type Person @key(fields: "id") {
          id: ID! born: Int @external ${computed} }`),
      },
    ]);
  }

  it('refuses a computed field that does not ask for its inputs itself', () => {
    const { errors } = compose('age: Int @requires(fields: "born")');
    expect(errors?.map(({ extensions }) => extensions.code)).toStrictEqual([
      'MISSING_TRANSITIVE_AUTH_REQUIREMENTS',
    ]);
  });

  it('and of one that does, nothing is asked twice, or of others', () => {
    const { supergraphSdl = '' } = compose(
      'age: Int @requires(fields: "born") @policy(policies: [["pii"]]) name: String @policy(policies: [["name"]])',
    );
    const requirements = requirementsOf(supergraphSdl);
    expect(requirements['Person.age']?.policies).toStrictEqual([['pii']]);
    expect(requirements['Person.name']?.policies).toStrictEqual([['name']]);
  });
});
