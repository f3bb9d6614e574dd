/** Takes out of an operation what its caller may not read, before anything is planned or fetched. */
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
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
import type { Fragments } from './collect.ts';
import type { FetchedKey } from './fetched-key.ts';
import { dropUnusedDefinitions } from './unused.ts';

/** Response key under which a pruned operation asks for `__typename` where shaping needs it. */
export const TYPENAME_KEY = '__payscope_typename';

export interface PruneRules {
  /** True for a field the caller may not read, on a concrete type. */
  readonly isWithheld: (typeName: string, node: FieldNode) => boolean;
  /** Told of the concrete types that can come out where an interface or union is selected. */
  readonly onAbstract?: (typeNames: readonly string[]) => void;
  /** Told when nothing is left below a field, so that what is fetched is not what was asked. */
  readonly onEmptied?: () => void;
  /** The response key a field is fetched under. */
  readonly keyOf?: FetchedKey;
  /** Whether concrete types must be known of what comes out, as shaping the answer needs. */
  readonly withTypenames: boolean;
}

export interface Pruned {
  /** What is left, in one operation without named fragments; undefined when no root field is. */
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
}

/**
 * Removes withheld fields and introspection roots, and the variables nothing uses any more.
 * A field on an interface that is withheld for some implementers only is split into fragments on
 * the others. A composite field left without subfields keeps `__typename`, so that its nulls and
 * list lengths are still known.
 *
 * Fragments are written out, and those that apply to a concrete parent lose their condition:
 * ApolloGateway drops what is selected on an object through a fragment on one of its interfaces.
 * The operation must have passed the limit on its expanded fields.
 */
export function prune(
  schema: GraphQLSchema,
  fragments: Fragments,
  operation: OperationDefinitionNode,
  rules: PruneRules,
): Pruned {
  const root = schema.getRootType(operation.operation);
  const pruner = createPruner(schema, fragments, rules);
  const selections = root ? pruner(root, operation.selectionSet) : [];
  if (selections.length === 0) return { document: undefined, operation: undefined };
  return dropUnusedDefinitions({ ...operation, selectionSet: selectionSet(selections) }, []);
}

type Pruner = (parent: GraphQLCompositeType, set: SelectionSetNode) => readonly SelectionNode[];

function createPruner(schema: GraphQLSchema, fragments: Fragments, rules: PruneRules): Pruner {
  const prunedSelections: Pruner = (parent, set) => {
    const kept = set.selections.flatMap((selection) => prunedSelection(parent, selection));
    if (!isAbstractType(parent)) return kept;
    rules.onAbstract?.(schema.getPossibleTypes(parent).map((type) => type.name));
    return kept.length > 0 && rules.withTypenames ? [...kept, typenameField()] : kept;
  };

  function prunedSelection(
    parent: GraphQLCompositeType,
    selection: SelectionNode,
  ): readonly SelectionNode[] {
    if (selection.kind === Kind.FIELD) return prunedField(parent, selection);
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value;
    const type = condition === undefined ? parent : schema.getType(condition);
    if (!fragment || !isCompositeType(type)) return [];
    const runtime = narrowed(parent, type);
    if (!runtime) return [];
    const inner = prunedSelections(runtime, fragment.selectionSet);
    if (inner.length === 0) return [];
    return [fragmentOn(runtime === parent ? undefined : runtime.name, inner, selection.directives)];
  }

  /** The narrower of both; undefined where the fragment can never apply. */
  function narrowed(
    parent: GraphQLCompositeType,
    condition: GraphQLCompositeType,
  ): GraphQLCompositeType | undefined {
    if (!isObjectType(parent) || parent === condition) return condition;
    return isAbstractType(condition) && schema.isSubType(condition, parent) ? parent : undefined;
  }

  function prunedField(parent: GraphQLCompositeType, node: FieldNode): readonly SelectionNode[] {
    const name = node.name.value;
    if (name === '__typename') return [keyed(node)];
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
    if (!field) return [];
    const readable = readableTypes(parent, node);
    if (readable.length === 0) return [];
    const type = getNamedType(field.type);
    const kept = keyed(isCompositeType(type) ? withSubfields(type, node) : node);
    return readable === ALL ? [kept] : readable.map((typeName) => fragmentOn(typeName, [kept]));
  }

  function keyed(node: FieldNode): FieldNode {
    const key = rules.keyOf?.(node);
    const asked = node.alias?.value ?? node.name.value;
    if (key === undefined || key === asked) return node;
    return { ...node, alias: { kind: Kind.NAME, value: key } };
  }

  /** ALL, or the concrete types on which the field may be read. */
  function readableTypes(parent: GraphQLCompositeType, node: FieldNode): readonly string[] {
    if (!isInterfaceType(parent)) return rules.isWithheld(parent.name, node) ? [] : ALL;
    const concrete = schema.getPossibleTypes(parent).map((type) => type.name);
    const readable = concrete.filter((typeName) => !rules.isWithheld(typeName, node));
    return readable.length === concrete.length ? ALL : readable;
  }

  function withSubfields(type: GraphQLCompositeType, node: FieldNode): FieldNode {
    const inner = node.selectionSet ? prunedSelections(type, node.selectionSet) : [];
    if (inner.length > 0) return { ...node, selectionSet: selectionSet(inner) };
    rules.onEmptied?.();
    return { ...node, selectionSet: selectionSet([typenameField()]) };
  }

  return prunedSelections;
}

const ALL: readonly string[] = ['*'];

function fragmentOn(
  typeName: string | undefined,
  selections: readonly SelectionNode[],
  directives: readonly DirectiveNode[] = [],
): SelectionNode {
  const fragment = {
    kind: Kind.INLINE_FRAGMENT,
    directives,
    selectionSet: selectionSet(selections),
  } as const;
  if (typeName === undefined) return fragment;
  const name = { kind: Kind.NAME, value: typeName } as const;
  return { ...fragment, typeCondition: { kind: Kind.NAMED_TYPE, name } };
}

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
