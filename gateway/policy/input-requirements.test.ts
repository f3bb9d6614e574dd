import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { requirementsOf } from './requirements-of.ts';
import { ruleProblems } from './rule-problems.ts';

const REVEALS = 'https://payscope.example/reveals/v1.0';

function supergraph(body: string, link = `url: "${REVEALS}", import: ["@reveals"]`): string {
  return `schema @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
    @link(${link}) { query: Query mutation: Mutation }
    type Query @authenticated { ${body} }
    type Mutation @authenticated { record(input: Written!, key: String!): Int }
    input Written { amount: Int kind: WrittenKind }
    enum WrittenKind { A B }
    type Person @policy(policies: [["read"]]) {
      born: Int @policy(policies: [["pii"]])
      grade: Grade
      money: Money
    }
    type Money @policy(policies: [["money"]]) { units: Int }
    type Silent { word: String words(first: Int): [String] }
    scalar Phrase
    enum OnlyLate { SAID @reveals(coordinates: []) UNSAID }
    enum Grade @policy(policies: [["grade"]]) { LOW HIGH @reveals(coordinates: ["Person.born"]) }
    enum Order { BORN @reveals(coordinates: ["Person.born"]) NONE @reveals(coordinates: []) UNSAID }
    input Filter {
      born: Int @reveals(coordinates: ["Person.born"])
      both: Int @reveals(coordinates: ["Person.born", "Person.money"])
      twice: Int @reveals(coordinates: ["Person.born"]) @reveals(coordinates: ["Money.units"])
      one: Int @reveals(coordinates: "Person")
      grade: Grade @reveals(coordinates: [])
      nested: Filter @reveals(coordinates: [])
      closed: String @reveals(coordinates: ["Silent.word"])
      unsaid: Int
    }
    input Unsaid { a: Int b: Int }
    extend input Filter { late: OnlyLate @reveals(coordinates: []) }
    input Ordered { open: Int @reveals(coordinates: []) strict: Int @reveals(coordinates: ["Person.born"]) }`;
}

const PEOPLE = `people(first: Int, id: ID, before: Filter, filter: Filter @reveals(coordinates: []), order: Order,
    grade: Grade, limit: Int, phrase: Phrase, whole: Filter, unsaid: Unsaid): [Person]`;

type Asked = readonly (readonly string[])[] | undefined;

const DECIDED: readonly (readonly [string, string, Asked])[] = [
  ['asks for the field it reveals, and its type', 'Filter.born', [['pii', 'read']]],
  ['asks for all it reveals, and what that returns', 'Filter.both', [['money', 'pii', 'read']]],
  ['asks for all when it says so twice', 'Filter.twice', [['money', 'pii', 'read']]],
  ['may reveal a type, and name but one', 'Filter.one', [['read']]],
  ['that reveals nothing asks for a known role', 'Query.people(filter:)', [[]]],
  ['of a type that is asked for asks for it too', 'Filter.grade', [['grade']]],
  ['that reveals what no rule opens is closed', 'Filter.closed', undefined],
  ['that does not say what it reveals is closed', 'Filter.unsaid', undefined],
  ['of a closed object is closed: argument', 'Query.people(unsaid:)', undefined],
  ['of an object must say it whatever its fields say', 'Query.people(whole:)', undefined],
  ['that is no page, id or enum must say it', 'Query.people(limit:)', undefined],
  ['of a scalar that no field returns must say it', 'Query.people(phrase:)', undefined],
  ['that chooses a page need not say it', 'Query.people(first:)', [[]]],
  ['that is called like a page but is an object must say it', 'Query.people(before:)', undefined],
  ['that is an id need not say it', 'Query.people(id:)', [[]]],
  ['whose enum says it by value need not', 'Query.people(order:)', [[]]],
  ['whose enum is what fields return must say it', 'Query.people(grade:)', undefined],
  ['value asks for what it reveals', 'Order.BORN', [['pii', 'read']]],
  ['value that reveals nothing asks for a known role', 'Order.NONE', [[]]],
  ['value of an input-only enum must say it', 'Order.UNSAID', undefined],
  ['value of an enum that fields return asks for its enum', 'Grade.LOW', [['grade']]],
  ['value of such an enum may say more', 'Grade.HIGH', [['grade', 'pii', 'read']]],
  ['value of an enum that only an extension takes must say it', 'OnlyLate.UNSAID', undefined],
  ['object is open to whom one of its fields is', 'Filter', [[]]],
  ['object is, whichever of its fields comes last', 'Ordered', [[]]],
  ['object without an open field is closed', 'Unsaid', undefined],
  ['of a mutation is written, not compared', 'Mutation.record(input:)', [[]]],
  ['of a mutation may be any scalar', 'Mutation.record(key:)', [[]]],
  ['field only mutations reach needs to say nothing', 'Written.amount', [[]]],
  ['value only mutations reach needs to say nothing', 'WrittenKind.A', [[]]],
];

describe('an input', () => {
  it.each(DECIDED)('%s: %s', (_name, coordinate, policies) => {
    const requirement = requirementsOf(supergraph(PEOPLE))[coordinate];
    expect(requirement?.policies).toStrictEqual(policies);
    if (requirement !== undefined) expect(requirement.input).toBe(true);
  });

  it('that queries and mutations share must say what it reveals', () => {
    const requirements = requirementsOf(
      supergraph(`${PEOPLE} written(by: Written @reveals(coordinates: [])): Int`),
    );
    expect(requirements['Written.amount']).toBeUndefined();
    expect(requirements['WrittenKind.A']).toBeUndefined();
  });

  it('does not open the type whose field takes it', () => {
    const requirements = requirementsOf(supergraph(PEOPLE));
    expect(requirements['Silent.words(first:)']).toBeDefined();
    expect(requirements.Silent).toBeUndefined();
    expect(requirements['Silent.words']).toBeUndefined();
  });

  it('does not say it by a directive of another specification', () => {
    const sdl = supergraph('a(b: Int @pets(coordinates: [])): Int').replace(
      'schema @link',
      'schema @link(url: "https://example.org/pets/v1.0", as: "pets") @link',
    );
    expect(requirementsOf(sdl)['Query.a(b:)']).toBeUndefined();
  });

  it.each([
    [
      'imported as another name',
      `url: "${REVEALS}", import: [{ name: "@reveals", as: "@rv" }]`,
      'rv',
    ],
    ['the specification renamed', `url: "${REVEALS}", as: "rv"`, 'rv'],
    ['a later minor version', 'url: "https://payscope.example/reveals/v1.7"', 'reveals'],
  ])('says it by a directive that is linked: %s', (_name, link, directive) => {
    const sdl = supergraph(PEOPLE, link).replaceAll('@reveals(', `@${directive}(`);
    expect(requirementsOf(sdl)['Filter.born']?.policies).toStrictEqual([['pii', 'read']]);
  });

  it.each(['', '(coordinates: [1])', '(coordinates: [""])', '(coordinates: null)'])(
    'is refused when it says it by @reveals%s',
    (args) => {
      const sdl = supergraph(`a(b: Int @reveals${args}): Int`);
      expect(() => requirementsOf(sdl)).toThrow('Query.a(b:): @reveals takes a list');
    },
  );
});

describe('composition', () => {
  const subgraph = (name: string, body: string) => ({
    name,
    url: `http://${name}.internal`,
    typeDefs: parse(`extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: ["@key", "@shareable", "@policy", "@authenticated", "@composeDirective"])
      @link(url: "${REVEALS}", import: ["@reveals"]) @composeDirective(name: "@reveals")
      directive @reveals(coordinates: [String!]!) repeatable
        on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
      ${body}`),
  });

  it('keeps what each of two subgraphs says of one input, so that all of it is asked for', () => {
    const people = (reveals: string) => `
      type Query { people(filter: Filter @reveals(coordinates: [])): Int @shareable @authenticated }
      input Filter { born: Int @reveals(coordinates: ["${reveals}"]) }`;
    const { supergraphSdl = '' } = composeServices([
      subgraph(
        'a',
        `${people('T.a')} type T @key(fields: "id") { id: ID a: Int @policy(policies: [["a"]]) }`,
      ),
      subgraph(
        'b',
        `${people('T.b')} type T @key(fields: "id") { id: ID b: Int @policy(policies: [["b"]]) }`,
      ),
    ]);
    expect(requirementsOf(supergraphSdl)['Filter.born']?.policies).toStrictEqual([['a', 'b']]);
    expect(ruleProblems(supergraphSdl)).toStrictEqual([]);
  });
});

describe('the build refuses', () => {
  it('no input that reveals a type or a field that is there', () => {
    const sdl = supergraph('a(b: Int @reveals(coordinates: ["Person", "Person.born"])): Int');
    expect(ruleProblems(sdl).filter((each) => each.startsWith('Query.a(b:) '))).toStrictEqual([]);
  });

  it.each([
    ['Filter.unsaid', 'input field'],
    ['Order.UNSAID', 'enum value'],
    ['Query.people(unsaid:)', 'argument'],
    ['Query.people(grade:)', 'argument'],
  ])('%s, which does not say what it reveals, and tells what to write on the %s', (at, what) => {
    const problem = ruleProblems(supergraph(PEOPLE)).find((each) => each.startsWith(`${at} `));
    expect(problem).toContain('write @reveals(coordinates: ["Type.field"])');
    expect(problem).toContain(`on the ${what}`);
  });

  it.each(['Person.bron', 'Persn.born', 'Person.born.units', 'Person.bo.rn', 'Filter.born', ''])(
    'an input that reveals %j, which is nothing to read',
    (coordinate) => {
      const sdl = supergraph(
        `a(b: Int @reveals(coordinates: ["Query.a", "${coordinate || ' '}"])): Int`,
      );
      const problems = ruleProblems(sdl).filter((each) => each.startsWith('Query.a(b:) '));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain('which the supergraph does not have');
      expect(requirementsOf(sdl)['Query.a(b:)']).toBeUndefined();
    },
  );
});
