/**
 * What the policy must decide, said a second time and another way: straight from the subgraph
 * schemas and the role data, without composition, without normal forms, without Rego.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ConstDirectiveNode,
  Kind,
  type NamedTypeNode,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');

const rolesSchema = z.record(z.string(), z.object({ permissions: z.array(z.string()) }));
const permissionsSchema = z.record(z.string(), z.object({ without: z.enum(['deny', 'hide']) }));
const masksSchema = z.record(
  z.string(),
  z.object({ permission: z.string(), obligation: z.object({ kind: z.string() }) }),
);
const policiesSchema = z.array(z.array(z.string()));

/** One directive's demand: some inner list must be held whole. */
type Clause = readonly (readonly string[])[];

/** The effect, and the kind of mask where it is one. */
export interface Expected {
  readonly effect: 'allow' | 'mask' | 'deny' | 'hide';
  readonly mask?: string;
}

/** Answers for today's schema and role data. */
export interface Oracle {
  readonly roles: readonly string[];
  expect(role: string, coordinate: string): Expected;
}

/** What subgraphs say of a type and its fields, put together. */
interface Facts {
  /** Clauses by coordinate, of types and of fields. */
  readonly clauses: Map<string, Clause[]>;
  /** Named return type by field coordinate. */
  readonly returns: Map<string, string>;
  readonly fieldsOf: Map<string, Set<string>>;
}

/** Reads the schemas and the data the oracle answers from. */
export function createOracle(): Oracle {
  const roles = readData('roles', rolesSchema);
  const permissions = readData('permissions', permissionsSchema);
  const masks = readData('masks', masksSchema);
  const facts = readFacts();
  const knownOf = Object.keys(permissions).filter((name) => permissions[name]?.without === 'deny');
  return {
    roles: Object.keys(roles),
    expect(role, coordinate) {
      const held = roles[role]?.permissions;
      const demand = demandOf(facts, coordinate);
      if (held === undefined || demand === undefined) return { effect: 'hide' };
      const opens = (more: readonly string[]) => demand(new Set([...held, ...more]));
      if (opens([])) return { effect: 'allow' };
      const mask = masks[coordinate];
      if (mask !== undefined && opens([mask.permission])) {
        return { effect: 'mask', mask: mask.obligation.kind };
      }
      return { effect: opens(knownOf) ? 'deny' : 'hide' };
    },
  };
}

type Demand = (held: ReadonlySet<string>) => boolean;

/** When the coordinate opens; undefined when nothing says so. */
function demandOf(facts: Facts, coordinate: string): Demand | undefined {
  const [typeName = '', fieldName] = coordinate.split('.');
  const ofType = facts.clauses.get(typeName);
  const isBare = ofType === undefined;
  if (fieldName === undefined) {
    if (!isBare) return all(ofType);
    const fields = facts.fieldsOf.get(typeName);
    if (typeName === 'Query' || fields === undefined) return () => true;
    const demands = [...fields].flatMap((field) => demandOf(facts, `${typeName}.${field}`) ?? []);
    return demands.length === 0 ? undefined : (held) => demands.some((demand) => demand(held));
  }
  const own = facts.clauses.get(coordinate);
  if (isBare && own === undefined) return undefined;
  const returned = facts.clauses.get(facts.returns.get(coordinate) ?? '') ?? [];
  return all([...(own ?? []), ...(ofType ?? []), ...returned]);
}

function all(clauses: readonly Clause[]): Demand {
  return (held) =>
    clauses.every((clause) => clause.some((each) => each.every((name) => held.has(name))));
}

function readFacts(): Facts {
  const facts: Facts = { clauses: new Map(), returns: new Map(), fieldsOf: new Map() };
  const folder = join(ROOT, 'schema');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.graphql'))) {
    for (const node of parse(readFileSync(join(folder, file), 'utf8')).definitions) {
      if (!('name' in node) || node.name === undefined || !('directives' in node)) continue;
      addClauses(facts, node.name.value, node.directives ?? []);
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const fields = facts.fieldsOf.get(node.name.value) ?? new Set();
      facts.fieldsOf.set(node.name.value, fields);
      for (const field of node.fields ?? []) {
        fields.add(field.name.value);
        const coordinate = `${node.name.value}.${field.name.value}`;
        facts.returns.set(coordinate, namedType(field.type).name.value);
        addClauses(facts, coordinate, field.directives ?? []);
      }
    }
  }
  return facts;
}

function addClauses(
  facts: Facts,
  at: string,
  directives: readonly { readonly name: { readonly value: string } }[],
): void {
  for (const directive of directives) {
    const clause = clauseOf(directive);
    if (clause !== undefined) facts.clauses.set(at, [...(facts.clauses.get(at) ?? []), clause]);
  }
}

function clauseOf(directive: {
  readonly name: { readonly value: string };
  readonly arguments?: ConstDirectiveNode['arguments'];
}): Clause | undefined {
  if (directive.name.value === 'authenticated') return [[]];
  if (directive.name.value !== 'policy') return undefined;
  const value = directive.arguments?.[0]?.value;
  return policiesSchema.parse(value === undefined ? undefined : valueFromASTUntyped(value));
}

function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}

function readData<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(ROOT, 'policies', name, 'data.json'), 'utf8')));
}
