/** Takes out of an operation what its caller may not read, before anything is planned or fetched. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { dropUnusedDefinitions } from './unused.ts';

/** Response key under which a pruned operation asks for `__typename` where shaping needs it. */
export const TYPENAME_KEY = '__payscope_typename';

export interface PruneRules {
  /** True for a field the caller may not read: `(concrete or interface type, field)`. */
  readonly isWithheld: (typeName: string, fieldName: string) => boolean;
}

export interface Pruned {
  /** What is left; undefined when no root field is. */
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
}

/**
 * Removes withheld fields and introspection roots, the fragments that become empty, and the
 * variables nothing uses any more. A field on an interface that is withheld for some
 * implementers only is split into fragments on the others. A composite field left without
 * subfields keeps `__typename`, so that its nulls and list lengths are still known.
 */
export function prune(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rules: PruneRules,
): Pruned {
  const pruner = createPruner(schema, document, rules);
  const root = schema.getRootType(operation.operation);
  const selections = root ? pruner.selections(root, operation.selectionSet) : [];
  if (selections.length === 0) return { document: undefined, operation: undefined };
  const kept: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const pruned = dropUnusedDefinitions(kept, pruner.fragments());
  return { document: pruned.document, operation: pruned.operation };
}

interface Pruner {
  selections(parent: GraphQLCompositeType, set: SelectionSetNode): SelectionNode[];
  fragments(): readonly FragmentDefinitionNode[];
}

function createPruner(schema: GraphQLSchema, document: DocumentNode, rules: PruneRules): Pruner {
  const sources = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      sources.set(definition.name.value, definition);
  }
  const pruned = new Map<string, FragmentDefinitionNode | undefined>();

  function selections(parent: GraphQLCompositeType, set: SelectionSetNode): SelectionNode[] {
    const kept = set.selections.flatMap((selection) => pruneSelection(parent, selection));
    if (kept.length > 0 && isAbstractType(parent)) kept.push(typenameField());
    return kept;
  }

  function pruneSelection(parent: GraphQLCompositeType, selection: SelectionNode): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return pruneField(parent, selection);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return fragment(selection.name.value) ? [selection] : [];
    }
    const condition = selection.typeCondition?.name.value;
    const type = condition === undefined ? parent : schema.getType(condition);
    if (!isCompositeType(type)) return [];
    const inner = selections(type, selection.selectionSet);
    return inner.length === 0 ? [] : [{ ...selection, selectionSet: selectionSet(inner) }];
  }

  function pruneField(parent: GraphQLCompositeType, node: FieldNode): SelectionNode[] {
    const name = node.name.value;
    if (name === '__typename') return [node];
    if (name.startsWith('__') || !('getFields' in parent)) return [];
    const field = parent.getFields()[name];
    if (!field) return [];
    const readable = readableTypes(parent, name);
    if (readable.length === 0) return [];
    const type = getNamedType(field.type);
    const kept = isCompositeType(type) ? withSubfields(type, node) : node;
    if (readable === ALL) return [kept];
    return readable.map((typeName) => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
      selectionSet: selectionSet([kept]),
    }));
  }

  /** ALL, or the concrete types on which the field may be read. */
  function readableTypes(parent: GraphQLCompositeType, fieldName: string): readonly string[] {
    if (rules.isWithheld(parent.name, fieldName)) return [];
    if (isObjectType(parent) || !isInterfaceType(parent)) return ALL;
    const concrete = schema.getPossibleTypes(parent).map((type) => type.name);
    const readable = concrete.filter((typeName) => !rules.isWithheld(typeName, fieldName));
    return readable.length === concrete.length ? ALL : readable;
  }

  function withSubfields(type: GraphQLCompositeType, node: FieldNode): FieldNode {
    const inner = node.selectionSet ? selections(type, node.selectionSet) : [];
    return { ...node, selectionSet: selectionSet(inner.length > 0 ? inner : [typenameField()]) };
  }

  /** Each fragment is pruned once, under its own type condition; cycles are refused earlier. */
  function fragment(name: string): FragmentDefinitionNode | undefined {
    if (pruned.has(name)) return pruned.get(name);
    const source = sources.get(name);
    const type = source && schema.getType(source.typeCondition.name.value);
    if (!source || !isCompositeType(type)) return undefined;
    const inner = selections(type, source.selectionSet);
    const result =
      inner.length === 0 ? undefined : { ...source, selectionSet: selectionSet(inner) };
    pruned.set(name, result);
    return result;
  }

  return {
    selections,
    fragments: () => [...pruned.values()].filter((definition) => definition !== undefined),
  };
}

const ALL: readonly string[] = ['*'];

function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}

function typenameField(): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: TYPENAME_KEY },
    name: { kind: Kind.NAME, value: '__typename' },
  };
}
