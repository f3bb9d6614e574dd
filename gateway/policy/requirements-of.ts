/** Compiles a supergraph's access directives to what each schema coordinate asks for. */
import { OperationTypeNode, parse, specifiedScalarTypes } from 'graphql';
import { computedFields } from './computed-fields.ts';
import { isOfFeature } from './coordinates.ts';
import { inputRequirements } from './input-requirements.ts';
import { type InheritedRules, inheritedRules, type RuleOf } from './interface-rules.ts';
import { linkedFeatures } from './linked-names.ts';
import { type Mention, mentionBy } from './mention.ts';
import { type OutputType, outputTypes, rootOf } from './output-types.ts';
import { AUTHENTICATED, both, either, type Requirement, type Requirements } from './requirement.ts';
import { refuseUnenforceable } from './rule-problems.ts';

type Types = ReadonlyMap<string, OutputType>;
type Asked = ReadonlyMap<string, Requirement>;

/**
 * What each coordinate of the supergraph asks for. A field asks for what its own directives, its
 * type's and its return type's say, all of it. A field that neither itself nor its type mentions
 * is left out, and so closed: what a field returns never opens it. Rules of an interface hold for
 * its implementers, and a field computed by `@requires` asks for what its inputs ask for.
 *
 * A type without directives of its own is open to whom one of its fields or members is; the
 * query root, plain scalars and enums hold no data and ask for a known role only.
 *
 * @throws {SyntaxError} on SDL that does not parse, {TypeError} on malformed directives,
 *   {ConfigError} on directives that name what is not there.
 * @example requirementsOf(sdl)['Account.holders'] // { authenticated: true, policies: [['facts:read']] }
 */
export function requirementsOf(supergraphSdl: string): Requirements {
  const document = parse(supergraphSdl);
  refuseUnenforceable(document);
  const mention = mentionBy(linkedFeatures(document));
  const types = outputTypes(document);
  const ruleOf = rulesOf(types, mention);
  const inherited = inheritedRules(types, ruleOf);
  const stated = statedOnTypes(types, ruleOf, inherited);
  const fields = withInputs(
    fieldRequirements(types, stated, ruleOf, inherited),
    computedFields(document, types),
    stated,
  );
  const queryRoot = rootOf(document, OperationTypeNode.QUERY);
  const outputs = new Map([...typeRequirements(types, stated, fields, queryRoot), ...fields]);
  const inputs = inputRequirements(document, outputs, stated);

  const requirements: Record<string, Requirement> = Object.create(null);
  for (const [coordinate, requirement] of [...inputs, ...outputs].sort(byCoordinate)) {
    if (!isOfFeature(coordinate)) requirements[coordinate] = requirement;
  }
  return Object.freeze(requirements);
}

/** The rules written on types and on fields themselves, each read once. */
function rulesOf(types: Types, mention: Mention): RuleOf {
  const rules = new Map<string, Requirement | undefined>();
  for (const type of types.values()) {
    rules.set(type.name, mention(type.directives, type.name));
    for (const { name, directives } of type.fields) {
      const coordinate = `${type.name}.${name}`;
      rules.set(coordinate, mention(directives, coordinate));
    }
  }
  return (coordinate) => rules.get(coordinate);
}

function statedOnTypes(types: Types, ruleOf: RuleOf, inherited: InheritedRules): Asked {
  const stated = new Map<string, Requirement>();
  for (const { name } of types.values()) {
    const rules = present([ruleOf(name), ...inherited(name)]);
    if (rules.length > 0) stated.set(name, rules.reduce(both));
  }
  for (const type of types.values()) {
    if (stated.has(type.name)) continue;
    const members = type.members.flatMap((member) => stated.get(member) ?? []);
    // A member that states nothing leaves the union open to all who may have the field.
    if (members.length > 0 && members.length === type.members.length) {
      stated.set(type.name, members.reduce(either));
    }
  }
  return stated;
}

function fieldRequirements(
  types: Types,
  stated: Asked,
  ruleOf: RuleOf,
  inherited: InheritedRules,
): Asked {
  const fields = new Map<string, Requirement>();
  for (const type of types.values()) {
    for (const { name, returnType } of type.fields) {
      const coordinate = `${type.name}.${name}`;
      const rules = [ruleOf(coordinate), ...inherited(type.name, name), stated.get(type.name)];
      const own = present(rules);
      if (own.length === 0) continue;
      fields.set(coordinate, [...own, ...present([stated.get(returnType)])].reduce(both));
    }
  }
  return fields;
}

/** A computed field asks for what its inputs ask for too; one computed from what is closed is closed. */
function withInputs(
  fields: Asked,
  computed: ReadonlyMap<string, ReadonlySet<string>>,
  stated: Asked,
): Asked {
  const all = new Map(fields);
  for (const [coordinate, inputs] of computed) {
    const own = fields.get(coordinate);
    const asked = [...inputs].map((each) =>
      each.includes('.') ? fields.get(each) : (stated.get(each) ?? AUTHENTICATED),
    );
    if (own === undefined || asked.includes(undefined)) all.delete(coordinate);
    else all.set(coordinate, [own, ...present(asked)].reduce(both));
  }
  return all;
}

function typeRequirements(types: Types, stated: Asked, fields: Asked, queryRoot: string): Asked {
  // GraphQL's own scalars are not in the document.
  const ofType = new Map<string, Requirement>(
    specifiedScalarTypes.map(({ name }) => [name, AUTHENTICATED]),
  );
  for (const type of types.values()) {
    const own = stated.get(type.name);
    if (own !== undefined) ofType.set(type.name, own);
    else if (type.kind === 'leaf' || type.name === queryRoot) {
      ofType.set(type.name, AUTHENTICATED);
    } else {
      const open = type.fields.flatMap(({ name }) => fields.get(`${type.name}.${name}`) ?? []);
      if (open.length > 0) ofType.set(type.name, open.reduce(either));
    }
  }
  for (const type of types.values()) {
    if (ofType.has(type.name)) continue;
    const open = type.members.flatMap((member) => ofType.get(member) ?? []);
    if (open.length > 0) ofType.set(type.name, open.reduce(either));
  }
  return ofType;
}

function present(rules: readonly (Requirement | undefined)[]): readonly Requirement[] {
  return rules.filter((rule) => rule !== undefined);
}

function byCoordinate(left: [string, Requirement], right: [string, Requirement]): number {
  return left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0;
}
