/**
 * A graph with what the project's own has none of: interfaces, a union, rules on enum, scalar and
 * object types, non-null fields that may be denied, `@requires`, and everything hidden.
 */
import type { OracleSource } from '../support/oracle.ts';
import { composeGraph, type Graph } from './graph.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@shareable", "@policy", "@authenticated",
    "@composeDirective"])
  @link(url: "https://payscope.example/reveals/v1.0", import: ["@reveals"])
  @composeDirective(name: "@reveals")
directive @reveals(coordinates: [String!]!) repeatable
  on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
`;

const OPEN = '@policy(policies: [["open"]])';
const PII = '@policy(policies: [["pii"]])';
const SECRET = '@policy(policies: [["secret"]])';
const EITHER = '@policy(policies: [["pii", "open"], ["audit"]])';

const things = `${LINK}
  type Query {
    person(id: ID): Person ${OPEN}
    people(filter: PersonFilter @reveals(coordinates: []), orderBy: PersonOrder = NAME): [Person!] ${OPEN}
    nodes: [Node] ${OPEN}
    node: Node ${OPEN}
    either: [Either] ${OPEN}
    animals: [Animal!] ${OPEN}
    vault: Vault ${OPEN}
    secret: String ${PII}
    ghosts: [Ghost] ${OPEN}
    must: Must ${OPEN}
  }
  type Mutation { rename(name: String): Person ${OPEN} wipe: Person ${PII} haunt: Ghost ${SECRET} }
  interface Node { id: ID! secret: String label: String }
  interface Named { name: String }
  type Person implements Node & Named @key(fields: "id") ${OPEN} {
    id: ID! name: String secret: String ${PII} label: String mood: Mood born: Date ${PII}
    card: String ${PII} friend: Node friends: [Node!] boss: Person height: Int ${EITHER}
    whisper: String ${SECRET}
  }
  type Robot implements Node & Named @key(fields: "id") ${OPEN} {
    id: ID! name: String secret: String label: String ${EITHER} model: String serial: String ${PII}
    maker: Person
  }
  type Vault implements Node ${PII} { id: ID! secret: String label: String code: String }
  type Ghost ${SECRET} { id: ID name: String }
  union Either = Person | Robot | Vault
  union Animal = Cat | Dog
  type Cat ${OPEN} { name: String lives: Int ${PII} }
  type Dog ${OPEN} { name: String owner: Person chip: String! ${PII} }
  enum Mood ${PII} { HAPPY GRIM }
  scalar Date
  type Must ${OPEN} { id: ID! strict: Strict musts: [Strict!] }
  type Strict ${OPEN} { id: ID! code: Code! deep: Strict! }
  scalar Code ${PII}
  input PersonFilter {
    name: String @reveals(coordinates: ["Person.name"])
    secret: String @reveals(coordinates: ["Person.secret"])
    bornAfter: Date @reveals(coordinates: ["Person.born"])
    not: PersonFilter @reveals(coordinates: [])
  }
  enum PersonOrder {
    NAME @reveals(coordinates: ["Person.name"])
    BORN @reveals(coordinates: ["Person.born"])
  }
`;

const scores = `${LINK}
  type Person @key(fields: "id") {
    id: ID!
    born: Date @external
    score: Int ${OPEN}
    age: Int @policy(policies: [["open", "pii"]]) @requires(fields: "born")
    notes(like: String @reveals(coordinates: ["Note.text"])): [Note!] ${OPEN}
  }
  type Robot @key(fields: "id") { id: ID! power: Int ${OPEN} uptime: Int ${PII} }
  type Note ${OPEN} { text: String ${PII} written: Date author: Person }
  scalar Date
`;

const SUBGRAPHS = [
  { name: 'things', sdl: things },
  { name: 'scores', sdl: scores },
];

export function composeFixture(): Graph {
  return composeGraph(SUBGRAPHS);
}

/** Roles from nothing to everything; masks need a permission each. */
export const FIXTURE_SOURCE: OracleSource = {
  sdls: SUBGRAPHS.map(({ sdl }) => sdl),
  roles: {
    ALL: { permissions: ['open', 'pii', 'audit', 'secret'] },
    KNOWN: { permissions: ['open', 'pii', 'audit'] },
    READER: { permissions: ['open'] },
    CHECKER: { permissions: ['open', 'audit'] },
    CLOSED: { permissions: ['pii'] },
    NOBODY: { permissions: [] },
  },
  permissions: {
    open: { without: 'deny' },
    pii: { without: 'deny' },
    audit: { without: 'deny' },
    secret: { without: 'hide' },
  },
  masks: {
    'Person.born': { permission: 'pii', obligation: { kind: 'year' } },
    'Person.card': { permission: 'pii', obligation: { kind: 'last4' } },
    'Cat.lives': { permission: 'pii', obligation: { kind: 'null' } },
  },
};
