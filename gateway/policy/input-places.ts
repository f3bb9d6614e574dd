/** The inputs of a schema document: what a client may write into an operation, value by value. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  OperationTypeNode,
} from 'graphql';
import { namedType, rootOf } from './output-types.ts';

/** An argument, an input field or an enum value. */
export interface InputPlace {
  /** `Query.payments(filter:)`, `PaymentFilter.minAmount`, `PaymentOrder.AMOUNT_DESC`. */
  readonly coordinate: string;
  readonly kind: 'argument' | 'field' | 'value';
  /** Name of the type it takes, lists and non-null taken off; of a value the enum it is of. */
  readonly type: string;
  readonly directives: readonly ConstDirectiveNode[];
  /** Whether it may let its user find out something, so that saying nothing is a mistake. */
  readonly mustSay: boolean;
}

type Draft = Omit<InputPlace, 'mustSay'> & {
  /** The input object or enum it is part of; of an argument its field's type. */
  readonly of: string;
  readonly name: string;
};

/** Arguments that choose a page of what the field gives anyway. */
const PAGING = new Set(['first', 'last', 'after', 'before']);

/**
 * Every input of the document. What must say what it reveals: arguments but pages, ids and enums
 * whose values say it, all fields of input objects, and the values of enums that are only inputs.
 * What is reached from mutations alone is excepted, as it is written and not compared.
 */
export function inputPlaces(document: DocumentNode): readonly InputPlace[] {
  const drafts = document.definitions.flatMap(draftsOf);
  const { returned, objects } = typesOf(document);
  const mutation = rootOf(document, OperationTypeNode.MUTATION);
  const compared = comparedTypes(drafts, mutation);
  const sayByValue = (type: string) =>
    drafts.some((draft) => draft.kind === 'value' && draft.of === type) && !returned.has(type);
  return drafts.map(({ of, name, ...place }): InputPlace => {
    if (place.kind === 'field') return { ...place, mustSay: compared.has(of) };
    if (place.kind === 'value') return { ...place, mustSay: compared.has(of) && !returned.has(of) };
    const isPlain = PAGING.has(name) || place.type === 'ID' || sayByValue(place.type);
    return { ...place, mustSay: of !== mutation && (objects.has(place.type) || !isPlain) };
  });
}

function draftsOf(node: DocumentNode['definitions'][number]): readonly Draft[] {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
      return (node.fields ?? []).flatMap((field) => argumentsOfField(node.name.value, field));
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return (node.fields ?? []).map(({ name, type, directives }) => ({
        coordinate: `${node.name.value}.${name.value}`,
        kind: 'field',
        of: node.name.value,
        name: name.value,
        type: namedType(type),
        directives: directives ?? [],
      }));
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return (node.values ?? []).map(({ name, directives }) => ({
        coordinate: `${node.name.value}.${name.value}`,
        kind: 'value',
        of: node.name.value,
        name: name.value,
        type: node.name.value,
        directives: directives ?? [],
      }));
    default:
      return [];
  }
}

function argumentsOfField(parent: string, field: FieldDefinitionNode): readonly Draft[] {
  return (field.arguments ?? []).map(({ name, type, directives }) => ({
    coordinate: `${parent}.${field.name.value}(${name.value}:)`,
    kind: 'argument',
    of: parent,
    name: name.value,
    type: namedType(type),
    directives: directives ?? [],
  }));
}

/** Names of the types some field returns, and of input objects. */
function typesOf(document: DocumentNode) {
  const returned = new Set<string>();
  const objects = new Set<string>();
  for (const node of document.definitions) {
    if (!('fields' in node)) continue;
    if (
      node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION
    ) {
      objects.add(node.name.value);
    } else for (const field of node.fields ?? []) returned.add(namedType(field.type));
  }
  return { returned, objects };
}

/** The types that arguments take, and fields of those, of all fields but the mutations. */
function comparedTypes(drafts: readonly Draft[], mutation: string): ReadonlySet<string> {
  const compared = new Set<string>();
  const add = (type: string): void => {
    if (compared.has(type)) return;
    compared.add(type);
    for (const draft of drafts) if (draft.kind === 'field' && draft.of === type) add(draft.type);
  };
  for (const draft of drafts)
    if (draft.kind === 'argument' && draft.of !== mutation) add(draft.type);
  return compared;
}
