/** Compiles a supergraph's access directives to what each schema coordinate asks for. */
import { type ConstDirectiveNode, parse, specifiedScalarTypes } from 'graphql';
import { argumentsOf, type LinkedFeature, linkedFeatures } from './linked-names.ts';
import { type OutputType, outputTypes, queryRootOf } from './output-types.ts';
import {
  type Alternatives,
  AUTHENTICATED,
  both,
  either,
  minimal,
  type Requirement,
  type Requirements,
} from './requirement.ts';

type Mention = (directives: readonly ConstDirectiveNode[], at: string) => Requirement | undefined;
type Types = ReadonlyMap<string, OutputType>;

/**
 * What each coordinate of the supergraph asks for. A field asks for what its own directives, its
 * type's and its return type's say, all of it. A field that neither itself nor its type mentions
 * is left out, and so closed: what a field returns never opens it.
 *
 * A type without directives of its own is open to whom one of its fields or members is; the
 * query root, plain scalars and enums hold no data and ask for a known role only.
 *
 * @throws {SyntaxError} on SDL that does not parse, {TypeError} on malformed directives.
 * @example requirementsOf(sdl)['Account.holders'] // { authenticated: true, policies: [['facts:read']] }
 */
export function requirementsOf(supergraphSdl: string): Requirements {
  const document = parse(supergraphSdl);
  const mention = mentionBy(linkedFeatures(document));
  const types = outputTypes(document);
  const stated = statedOnTypes(types, mention);
  const fields = fieldRequirements(types, stated, mention);
  const ofTypes = typeRequirements(types, stated, fields, queryRootOf(document));

  const requirements: Record<string, Requirement> = Object.create(null);
  for (const [coordinate, requirement] of [...ofTypes, ...fields].sort(byCoordinate)) {
    requirements[coordinate] = requirement;
  }
  return Object.freeze(requirements);
}

/** Reads the directives at one place; undefined when none of them is an access directive. */
function mentionBy(features: readonly LinkedFeature[]): Mention {
  const byName = new Map(features.map((linked) => [linked.directive, linked.feature]));
  return (directives, at) => {
    const stated = directives.flatMap((directive): Requirement[] => {
      const feature = byName.get(directive.name.value);
      if (feature === undefined) return [];
      if (feature === 'authenticated') return [AUTHENTICATED];
      const argument = feature === 'policy' ? 'policies' : 'scopes';
      const policies = alternativesOf(argumentsOf(directive)[argument], at);
      return [{ authenticated: true, policies: minimal(policies) }];
    });
    return stated.length === 0 ? undefined : stated.reduce(both);
  };
}

function statedOnTypes(types: Types, mention: Mention): ReadonlyMap<string, Requirement> {
  const stated = new Map<string, Requirement>();
  for (const type of types.values()) {
    const own = mention(type.directives, type.name);
    if (own !== undefined) stated.set(type.name, own);
  }
  for (const type of types.values()) {
    if (type.kind !== 'union' || stated.has(type.name)) continue;
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
  stated: ReadonlyMap<string, Requirement>,
  mention: Mention,
): ReadonlyMap<string, Requirement> {
  const fields = new Map<string, Requirement>();
  for (const type of types.values()) {
    for (const field of type.fields) {
      const coordinate = `${type.name}.${field.name}`;
      const mentions = [mention(field.directives, coordinate), stated.get(type.name)];
      const own = mentions.filter((each) => each !== undefined);
      if (own.length === 0) continue;
      const returned = stated.get(field.returnType);
      fields.set(coordinate, [...own, ...(returned === undefined ? [] : [returned])].reduce(both));
    }
  }
  return fields;
}

function typeRequirements(
  types: Types,
  stated: ReadonlyMap<string, Requirement>,
  fields: ReadonlyMap<string, Requirement>,
  queryRoot: string,
): ReadonlyMap<string, Requirement> {
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
    if (type.kind !== 'union' || ofType.has(type.name)) continue;
    const open = type.members.flatMap((member) => ofType.get(member) ?? []);
    if (open.length > 0) ofType.set(type.name, open.reduce(either));
  }
  return ofType;
}

/** `[["a"]]`, with GraphQL's list coercion: `"a"` and `["a"]` are accepted too. */
function alternativesOf(value: unknown, at: string): Alternatives {
  const alternatives = toList(value).map((alternative) =>
    toList(alternative).map((permission) => {
      if (typeof permission === 'string' && permission !== '') return permission;
      throw new TypeError(`${at}: a permission is text, not ${JSON.stringify(permission)}`);
    }),
  );
  if (alternatives.length === 0 || alternatives.some((alternative) => alternative.length === 0)) {
    throw new TypeError(`${at}: an empty list of permissions says neither open nor closed`);
  }
  return alternatives;
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function byCoordinate(left: [string, Requirement], right: [string, Requirement]): number {
  return left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0;
}
