/** Rewrites the selections of an operation from the inside out, knowing the type each stands on. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { Operation } from './operation.ts';

export interface Mapping {
  /** A list of selections and the type they stand on → the list in their place. */
  readonly list?: (
    selections: readonly SelectionNode[],
    type: GraphQLNamedType,
  ) => readonly SelectionNode[];
  readonly field?: (node: FieldNode, type: GraphQLNamedType) => FieldNode;
}

export function mapSelections(
  schema: GraphQLSchema,
  operation: Operation,
  mapping: Mapping,
): Operation {
  const list = (selections: readonly SelectionNode[], type: GraphQLNamedType) => {
    const mapped = selections.map((selection) => one(selection, type));
    return mapping.list?.(mapped, type) ?? mapped;
  };

  function one(selection: SelectionNode, type: GraphQLNamedType): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = typeNamed(schema, selection.typeCondition?.name.value ?? type.name);
      const selections = list(selection.selectionSet.selections, on);
      return { ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections } };
    }
    const returned = fieldType(type, selection.name.value);
    const inner = selection.selectionSet && returned;
    const node = inner
      ? {
          ...selection,
          selectionSet: {
            kind: Kind.SELECTION_SET,
            selections: list(selection.selectionSet?.selections ?? [], returned),
          } as const,
        }
      : selection;
    return mapping.field?.(node, type) ?? node;
  }

  const mapFragment = (fragment: FragmentDefinitionNode): FragmentDefinitionNode => {
    const on = typeNamed(schema, fragment.typeCondition.name.value);
    const selections = list(fragment.selectionSet.selections, on);
    return { ...fragment, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  };

  const root = operation.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  if (!root) throw new RangeError(`a schema without ${operation.kind}`);
  return {
    ...operation,
    fragments: operation.fragments.map(mapFragment),
    selections: list(operation.selections, root),
  };
}

function typeNamed(schema: GraphQLSchema, name: string): GraphQLNamedType {
  const type = schema.getType(name);
  if (!type) throw new RangeError(`no type ${name}`);
  return type;
}

function fieldType(type: GraphQLNamedType, name: string): GraphQLNamedType | undefined {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const field = type.getFields()[name];
  return field && getNamedType(field.type);
}
