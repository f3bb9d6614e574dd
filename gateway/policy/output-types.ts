/** The output types of a supergraph document, with all directives of definition and extensions. */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type OperationTypeNode,
  type TypeNode,
} from 'graphql';

/** What requirements are compiled from: one output type, whatever its kind. */
export interface OutputType {
  readonly name: string;
  /** Composite: an object, an interface or a union; leaf: a scalar or an enum. */
  readonly kind: 'composite' | 'leaf';
  readonly directives: readonly ConstDirectiveNode[];
  readonly fields: readonly OutputField[];
  readonly members: readonly string[];
  /** All it implements; GraphQL has those of interfaces listed too (§3.6). */
  readonly interfaces: readonly string[];
}

export interface OutputField {
  readonly name: string;
  /** Name of the type it returns, lists and non-null taken off. */
  readonly returnType: string;
  readonly directives: readonly ConstDirectiveNode[];
}

/** Every object, interface, union, scalar and enum of the document, by name. */
export function outputTypes(document: DocumentNode): ReadonlyMap<string, OutputType> {
  const types = new Map<string, OutputType>();
  for (const node of document.definitions) {
    const part = outputTypeOf(node);
    if (part === undefined) continue;
    const known = types.get(part.name);
    types.set(part.name, known === undefined ? part : merged(known, part));
  }
  return types;
}

const ROOTS = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** The name of an operation's root type; the usual one when the schema does not say. */
export function rootOf(document: DocumentNode, operation: OperationTypeNode): string {
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    const root = node.operationTypes?.find((each) => each.operation === operation);
    if (root !== undefined) return root.type.name.value;
  }
  return ROOTS[operation];
}

function outputTypeOf(node: DefinitionNode): OutputType | undefined {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
      return {
        name: node.name.value,
        kind: 'composite',
        directives: node.directives ?? [],
        fields: (node.fields ?? []).map(outputField),
        members: [],
        interfaces: (node.interfaces ?? []).map(({ name }) => name.value),
      };
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.UNION_TYPE_EXTENSION:
      return {
        name: node.name.value,
        kind: 'composite',
        directives: node.directives ?? [],
        fields: [],
        members: (node.types ?? []).map((member) => member.name.value),
        interfaces: [],
      };
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_EXTENSION:
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return {
        name: node.name.value,
        kind: 'leaf',
        directives: node.directives ?? [],
        fields: [],
        members: [],
        interfaces: [],
      };
    default:
      return undefined;
  }
}

function outputField(node: FieldDefinitionNode): OutputField {
  return {
    name: node.name.value,
    returnType: namedType(node.type),
    directives: node.directives ?? [],
  };
}

/** The name of a type, lists and non-null taken off. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function merged(one: OutputType, other: OutputType): OutputType {
  return {
    ...one,
    directives: [...one.directives, ...other.directives],
    fields: [...one.fields, ...other.fields],
    members: [...one.members, ...other.members],
    interfaces: [...new Set([...one.interfaces, ...other.interfaces])],
  };
}
