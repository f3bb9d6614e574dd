/** `@semanticNonNull`: which fields are null only together with an error that says why. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  visit,
} from 'graphql';

/** The directives by field coordinate (https://specs.apollo.dev/nullability/v0.4). */
export type SemanticNonNulls = ReadonlyMap<string, ConstDirectiveNode>;

const NAME = 'semanticNonNull';

const DEFINITION = parse(`
"""
Null only together with an error that says why, as a denial does. In the mode filter such a null
stands in extensions.authorization instead.
"""
directive @${NAME}("List levels it holds for; 0 is the field itself." levels: [Int] = [0]) on FIELD_DEFINITION
`).definitions;

/** Reads them from a supergraph, whose API schema no longer has them. */
export function semanticNonNullsOf(supergraphSdl: string): SemanticNonNulls {
  const found = new Map<string, ConstDirectiveNode>();
  for (const type of parse(supergraphSdl).definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) {
      continue;
    }
    for (const field of type.fields ?? []) {
      const directive = field.directives?.find(({ name }) => name.value === NAME);
      if (directive) found.set(`${type.name.value}.${field.name.value}`, directive);
    }
  }
  return found;
}

/** Writes them on the fields that are there, with their definition; nothing where none is. */
export function withSemanticNonNulls(
  document: DocumentNode,
  nonNulls: SemanticNonNulls,
): DocumentNode {
  let isUsed = false;
  const mark = <N extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(type: N): N => ({
    ...type,
    fields: type.fields?.map((field) => {
      const directive = nonNulls.get(`${type.name.value}.${field.name.value}`);
      if (!directive) return field;
      isUsed = true;
      return { ...field, directives: [...(field.directives ?? []), directive] };
    }),
  });
  const marked: DocumentNode = visit(document, {
    ObjectTypeDefinition: mark,
    InterfaceTypeDefinition: mark,
  });
  if (!isUsed) return document;
  return { ...marked, definitions: [...DEFINITION, ...marked.definitions] };
}
