/** What subgraph schemas say of types, fields and inputs, put together as the oracle reads it. */
import {
  type DefinitionNode,
  type DirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type NamedTypeNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { z } from 'zod';

/** One directive's demand: some inner list must be held whole. */
export type Clause = readonly (readonly string[])[];

export interface Input {
  readonly type: string;
  readonly reveals: readonly string[] | undefined;
  /** Whether saying nothing closes it. */
  readonly mustSay: boolean;
}

export interface Facts {
  /** Clauses by coordinate, of types and of fields. */
  readonly clauses: Map<string, Clause[]>;
  /** Named return type by field coordinate. */
  readonly returns: Map<string, string>;
  readonly fieldsOf: Map<string, Set<string>>;
  readonly interfacesOf: Map<string, Set<string>>;
  readonly membersOf: Map<string, Set<string>>;
  /** Fields that a field is computed from, by its coordinate. */
  readonly requires: Map<string, string[]>;
  /** Coordinates that joins ask for. */
  readonly plumbing: Set<string>;
  /** By input coordinate. */
  readonly inputs: Map<string, Input>;
  /** Coordinates of an input object's fields, by its name. */
  readonly inputObjects: Map<string, string[]>;
}

const policiesSchema = z.array(z.array(z.string()));
const coordinatesSchema = z.array(z.string());

/** @param sdls of all subgraphs, which import directives under their own names. */
export function readFacts(sdls: readonly string[]): Facts {
  const facts: Facts = {
    clauses: new Map(),
    returns: new Map(),
    fieldsOf: new Map(),
    interfacesOf: new Map(),
    membersOf: new Map(),
    requires: new Map(),
    plumbing: new Set(),
    inputs: new Map(),
    inputObjects: new Map(),
  };
  const definitions = sdls.flatMap((sdl) => parse(sdl).definitions);
  for (const node of definitions) addDefinition(facts, node);
  closeInputs(facts, definitions);
  return facts;
}

function addDefinition(facts: Facts, node: DefinitionNode): void {
  if (!('name' in node) || node.name === undefined || !('directives' in node)) return;
  const name = node.name.value;
  addClauses(facts, name, node.directives ?? []);
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      for (const each of node.interfaces ?? []) putInto(facts.interfacesOf, name, each.name.value);
      for (const directive of node.directives ?? []) {
        if (directive.name.value === 'key') addPlumbing(facts, name, directive);
      }
      for (const field of node.fields ?? []) addField(facts, name, field);
      return;
    case Kind.UNION_TYPE_DEFINITION:
      for (const each of node.types ?? []) putInto(facts.membersOf, name, each.name.value);
      return;
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      for (const field of node.fields ?? []) {
        addInput(facts, `${name}.${field.name.value}`, field.type, field.directives ?? []);
        facts.inputObjects.set(name, [
          ...(facts.inputObjects.get(name) ?? []),
          `${name}.${field.name.value}`,
        ]);
      }
      return;
    case Kind.ENUM_TYPE_DEFINITION:
      for (const { name: value, directives } of node.values ?? []) {
        const type = { kind: Kind.NAMED_TYPE, name: node.name } as const;
        addInput(facts, `${name}.${value.value}`, type, directives ?? []);
      }
      return;
    default:
      return;
  }
}

function addField(facts: Facts, typeName: string, field: FieldDefinitionNode): void {
  const coordinate = `${typeName}.${field.name.value}`;
  putInto(facts.fieldsOf, typeName, field.name.value);
  facts.returns.set(coordinate, namedType(field.type).name.value);
  addClauses(facts, coordinate, field.directives ?? []);
  for (const directive of field.directives ?? []) {
    if (directive.name.value !== 'requires') continue;
    facts.requires.set(coordinate, addPlumbing(facts, typeName, directive));
  }
  for (const { name, type, directives } of field.arguments ?? []) {
    addInput(facts, `${coordinate}(${name.value}:)`, type, directives ?? []);
  }
}

/** The fields of a field set, of its first level; those below it are not in use here. */
function addPlumbing(facts: Facts, typeName: string, directive: DirectiveNode): string[] {
  const value = argumentOf(directive, 'fields');
  const [operation] = parse(`{ ${z.string().parse(value)} }`).definitions;
  const set: SelectionSetNode | undefined =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
  const names = (set?.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
  for (const name of names) facts.plumbing.add(`${typeName}.${name}`);
  return names;
}

function addInput(
  facts: Facts,
  coordinate: string,
  type: TypeNode,
  directives: readonly DirectiveNode[],
): void {
  const said = directives.filter(({ name }) => name.value === 'reveals');
  const revealed = said.flatMap((each) =>
    coordinatesSchema.parse(argumentOf(each, 'coordinates') ?? []),
  );
  const known = facts.inputs.get(coordinate)?.reveals;
  const reveals = said.length === 0 ? known : [...(known ?? []), ...revealed];
  facts.inputs.set(coordinate, { type: namedType(type).name.value, reveals, mustSay: false });
}

const PAGE = /\((first|last|after|before):\)$/;

/** Outside mutations only pages, ids and enums whose values speak may say nothing. */
function closeInputs(facts: Facts, definitions: readonly DefinitionNode[]): void {
  const returned = new Set(facts.returns.values());
  const enums = new Set(
    definitions.flatMap((node) =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && !returned.has(node.name.value)
        ? [node.name.value]
        : [],
    ),
  );
  const read = new Set<string>();
  const reach = (type: string): void => {
    if (read.has(type)) return;
    read.add(type);
    for (const each of facts.inputObjects.get(type) ?? [])
      reach(facts.inputs.get(each)?.type ?? '');
  };
  const isArgument = (coordinate: string) => coordinate.endsWith(':)');
  for (const [coordinate, { type }] of facts.inputs) {
    if (isArgument(coordinate) && !coordinate.startsWith('Mutation.')) reach(type);
  }
  for (const [coordinate, input] of facts.inputs) {
    const owner = coordinate.split('.')[0] ?? '';
    const isOpen = PAGE.test(coordinate) || input.type === 'ID' || enums.has(input.type);
    const mustSay = isArgument(coordinate)
      ? owner !== 'Mutation' && !isOpen
      : read.has(owner) && !returned.has(owner);
    facts.inputs.set(coordinate, { ...input, mustSay });
  }
}

function addClauses(facts: Facts, at: string, directives: readonly DirectiveNode[]): void {
  for (const directive of directives) {
    const clause = clauseOf(directive);
    if (clause !== undefined) facts.clauses.set(at, [...(facts.clauses.get(at) ?? []), clause]);
  }
}

function clauseOf(directive: DirectiveNode): Clause | undefined {
  if (directive.name.value === 'authenticated') return [[]];
  if (directive.name.value !== 'policy') return undefined;
  return policiesSchema.parse(argumentOf(directive, 'policies'));
}

function argumentOf(directive: DirectiveNode, name: string): unknown {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value === undefined ? undefined : valueFromASTUntyped(value);
}

function putInto(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key) ?? new Set();
  map.set(key, known.add(value));
}

function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}
