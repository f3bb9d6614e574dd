/** The output types of a supergraph document, with all directives of definition and extensions. */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type TypeNode,
} from 'graphql';

/** What requirements are compiled from: one output type, whatever its kind. */
export interface OutputType {
  readonly name: string;
  readonly kind: 'composite' | 'union' | 'leaf';
  readonly directives: readonly ConstDirectiveNode[];
  readonly fields: readonly OutputField[];
  readonly members: readonly string[];
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

/** The name of the query root; `Query` when the schema does not say. */
export function queryRootOf(document: DocumentNode): string {
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    const root = node.operationTypes?.find(({ operation }) => operation === 'query');
    if (root !== undefined) return root.type.name.value;
  }
  return 'Query';
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
      };
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.UNION_TYPE_EXTENSION:
      return {
        name: node.name.value,
        kind: 'union',
        directives: node.directives ?? [],
        fields: [],
        members: (node.types ?? []).map((member) => member.name.value),
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

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function merged(one: OutputType, other: OutputType): OutputType {
  return {
    ...one,
    directives: [...one.directives, ...other.directives],
    fields: [...one.fields, ...other.fields],
    members: [...one.members, ...other.members],
  };
}
