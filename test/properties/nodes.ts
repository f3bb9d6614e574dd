/** Nodes of documents, made short. */
import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type NamedTypeNode,
  type NameNode,
  type SelectionNode,
  type ValueNode,
} from 'graphql';

export function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

export function namedTypeNode(name: string): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: nameNode(name) };
}

export interface FieldParts {
  readonly key?: string;
  readonly args?: readonly ArgumentNode[];
  readonly selections?: readonly SelectionNode[];
}

export function field(name: string, { key, args = [], selections }: FieldParts = {}): FieldNode {
  return {
    kind: Kind.FIELD,
    name: nameNode(name),
    ...(key === undefined || key === name ? {} : { alias: nameNode(key) }),
    arguments: args,
    directives: [],
    ...(selections ? { selectionSet: { kind: Kind.SELECTION_SET, selections } } : {}),
  };
}

/** @param typeName left out, the fragment applies to whatever it stands in. */
export function inlineFragment(
  typeName: string | undefined,
  selections: readonly SelectionNode[],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(typeName === undefined ? {} : { typeCondition: namedTypeNode(typeName) }),
    directives: [],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

export function spread(name: string): FragmentSpreadNode {
  return { kind: Kind.FRAGMENT_SPREAD, name: nameNode(name), directives: [] };
}

/** `@include(if: …)`, `@skip(if: …)` */
export function condition(name: 'include' | 'skip', value: ValueNode): DirectiveNode {
  const given = { kind: Kind.ARGUMENT, name: nameNode('if'), value } as const;
  return { kind: Kind.DIRECTIVE, name: nameNode(name), arguments: [given] };
}
