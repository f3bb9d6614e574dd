/**
 * What the policy must decide, said a second time and another way: straight from the subgraph
 * schemas and the role data, without composition, without normal forms, without Rego.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clause, type Facts, readFacts } from './oracle-facts.ts';

const ROOT = join(import.meta.dirname, '../..');

const rolesSchema = z.record(z.string(), z.object({ permissions: z.array(z.string()) }));
const permissionsSchema = z.record(z.string(), z.object({ without: z.enum(['deny', 'hide']) }));
const masksSchema = z.record(
  z.string(),
  z.object({ permission: z.string(), obligation: z.looseObject({ kind: z.string() }) }),
);

/** What the oracle answers from. */
export interface OracleSource {
  /** SDL of every subgraph. */
  readonly sdls: readonly string[];
  readonly roles: Readonly<Record<string, { readonly permissions: readonly string[] }>>;
  readonly permissions: Readonly<Record<string, { readonly without: 'deny' | 'hide' }>>;
  readonly masks: z.infer<typeof masksSchema>;
}

/** The effect, and the kind of mask where it is one. */
export interface Expected {
  readonly effect: 'allow' | 'mask' | 'deny' | 'hide';
  readonly mask?: string;
}

export interface Oracle {
  readonly roles: readonly string[];
  expect(role: string, coordinate: string): Expected;
  /** Whether joins may ask for the field although its caller may not read it. */
  isPlumbing(coordinate: string): boolean;
}

/** The project's own schema and role data. */
export function committedSource(): OracleSource {
  const folder = join(ROOT, 'schema');
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return {
    sdls: files.map((file) => readFileSync(join(folder, file), 'utf8')),
    roles: readData('roles', rolesSchema),
    permissions: readData('permissions', permissionsSchema),
    masks: readData('masks', masksSchema),
  };
}

/** Reads the schemas and the data the oracle answers from. */
export function createOracle(source: OracleSource = committedSource()): Oracle {
  const { roles, permissions, masks } = source;
  const facts = readFacts(source.sdls);
  const demandOf = demands(facts);
  const knownOf = Object.keys(permissions).filter((name) => permissions[name]?.without === 'deny');
  const answers = new Map<string, Expected>();
  const decide = (role: string, coordinate: string): Expected => {
    const held = roles[role]?.permissions;
    const demand = demandOf(coordinate);
    if (held === undefined || demand === undefined) return { effect: 'hide' };
    const opens = (more: readonly string[]) => demand(new Set([...held, ...more]));
    if (opens([])) return { effect: 'allow' };
    const mask = masks[coordinate];
    if (mask !== undefined && opens([mask.permission])) {
      return { effect: 'mask', mask: mask.obligation.kind };
    }
    return { effect: opens(knownOf) ? 'deny' : 'hide' };
  };
  return {
    roles: Object.keys(roles),
    isPlumbing: (coordinate) => facts.plumbing.has(coordinate),
    expect(role, coordinate) {
      const key = `${role} ${coordinate}`;
      const answer = answers.get(key) ?? decide(role, coordinate);
      answers.set(key, answer);
      return answer;
    },
  };
}

type Demand = (held: ReadonlySet<string>) => boolean;

/** When a coordinate opens; undefined when nothing says so. */
function demands(facts: Facts): (coordinate: string) => Demand | undefined {
  const implementers = (name: string) =>
    [...facts.interfacesOf].flatMap(([type, all]) => (all.has(name) ? [type] : []));

  /** Its own clauses; an interface asks for all that its implementers ask for. */
  function stated(typeName: string, fieldName?: string): readonly Clause[] | undefined {
    const at = (type: string) => (fieldName === undefined ? type : `${type}.${fieldName}`);
    const own = facts.clauses.get(at(typeName));
    const below = implementers(typeName).flatMap((type) => facts.clauses.get(at(type)) ?? []);
    if (own !== undefined || below.length > 0) return [...(own ?? []), ...below];
    const above = [...(facts.interfacesOf.get(typeName) ?? [])].flatMap(
      (name) => stated(name, fieldName) ?? [],
    );
    return above.length > 0 ? above : undefined;
  }

  /** A union whose members all state something is open to whom one of them is. */
  function typeDemand(typeName: string): Demand | undefined {
    const own = stated(typeName);
    if (own !== undefined) return all(own);
    const members = [...(facts.membersOf.get(typeName) ?? [])].map((member) => stated(member));
    if (members.length === 0 || members.includes(undefined)) return undefined;
    return any(members.map((clauses) => all(clauses ?? [])));
  }

  function fieldDemand(typeName: string, fieldName: string): Demand | undefined {
    const own = stated(typeName, fieldName);
    const ofType = stated(typeName);
    if (own === undefined && ofType === undefined) return undefined;
    const returned = typeDemand(facts.returns.get(`${typeName}.${fieldName}`) ?? '');
    const said = all([...(own ?? []), ...(ofType ?? [])]);
    const computed = (facts.requires.get(`${typeName}.${fieldName}`) ?? []).map((name) =>
      fieldDemand(typeName, name),
    );
    return every([said, ...(returned ? [returned] : []), ...computed]);
  }

  function bareTypeDemand(typeName: string): Demand | undefined {
    const fields = facts.fieldsOf.get(typeName);
    const members = facts.membersOf.get(typeName);
    if (typeName === 'Query' || (fields === undefined && members === undefined)) return () => true;
    const inside = members
      ? [...members].map((member) => typeDemand(member) ?? bareTypeDemand(member))
      : [...(fields ?? [])].map((field) => fieldDemand(typeName, field));
    const known = inside.filter((demand) => demand !== undefined);
    return known.length === 0 ? undefined : any(known);
  }

  function outputDemand(coordinate: string): Demand | undefined {
    const [typeName = '', fieldName] = coordinate.split('.');
    if (fieldName !== undefined) return fieldDemand(typeName, fieldName);
    return typeDemand(typeName) ?? bareTypeDemand(typeName);
  }

  /** What an input lets its user find out must all be open, and so must its type. */
  function inputDemand(coordinate: string): Demand | undefined {
    const input = facts.inputs.get(coordinate);
    if (input === undefined) return undefined;
    if (input.reveals === undefined && input.mustSay) return undefined;
    return every([
      ...(input.reveals ?? []).map(outputDemand),
      all(facts.clauses.get(input.type) ?? []),
    ]);
  }

  return (coordinate) => {
    if (facts.inputs.has(coordinate)) return inputDemand(coordinate);
    const fields = facts.inputObjects.get(coordinate);
    if (fields === undefined) return outputDemand(coordinate);
    return any(fields.map(inputDemand).filter((demand) => demand !== undefined));
  };
}

function all(clauses: readonly Clause[]): Demand {
  return (held) =>
    clauses.every((clause) => clause.some((each) => each.every((name) => held.has(name))));
}

function any(demands: readonly Demand[]): Demand {
  return (held) => demands.some((demand) => demand(held));
}

/** Undefined when one of them is: what nothing opens opens nothing. */
function every(demands: readonly (Demand | undefined)[]): Demand | undefined {
  const known = demands.filter((demand) => demand !== undefined);
  if (known.length < demands.length) return undefined;
  return (held) => known.every((demand) => demand(held));
}

function readData<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(ROOT, 'policies', name, 'data.json'), 'utf8')));
}
