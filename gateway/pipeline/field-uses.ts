/** The fields an operation uses, each on every type it may run on. */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Fragments } from '../operation/collect.ts';

/** A field node on a type it may run on. */
export interface FieldUse {
  readonly node: FieldNode;
  readonly type: GraphQLObjectType | GraphQLInterfaceType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** Every field of the operation that runs, on each type it may run on. */
export function fieldUses(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): readonly FieldUse[] {
  const uses: FieldUse[] = [];
  const typeInfo = new TypeInfo(schema);
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [operation, ...fragments.values()],
  } as const;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => {
        for (const type of runtimeTypes(schema, typeInfo.getParentType())) {
          const field = type.getFields()[node.name.value];
          if (field) uses.push({ node, type, field });
        }
      },
    }),
  );
  return uses;
}

/** The type itself and, of an interface, all its implementers: each has its own coordinates. */
function runtimeTypes(schema: GraphQLSchema, parent: unknown): readonly FieldUse['type'][] {
  if (isObjectType(parent)) return [parent];
  return isInterfaceType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [];
}

/** Keeps what was made for a key for as long as the key lives. */
export function remember<K extends object, A extends readonly unknown[], V>(
  make: (key: K, ...rest: A) => V,
): (key: K, ...rest: A) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (key, ...rest) => {
    const known = made.get(key) ?? { value: make(key, ...rest) };
    made.set(key, known);
    return known.value;
  };
}
