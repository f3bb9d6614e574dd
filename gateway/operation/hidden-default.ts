/** Default values that mention what the schema no longer has. */
import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  astFromValue,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from 'graphql';

/**
 * Takes defaults off that name an input field or enum value which is not seen. They still hold
 * where the operation runs, on the whole schema; who can't see them need not know.
 */
export function withoutHiddenDefaults(
  schema: GraphQLSchema,
  isSeen: (coordinate: string) => boolean,
): GraphQLSchema {
  const keep = <C extends { readonly type: GraphQLInputType; readonly defaultValue?: unknown }>(
    config: C,
  ): C => (mentionsHidden(config, isSeen) ? { ...config, defaultValue: undefined } : config);
  return mapSchema(schema, {
    [MapperKind.ARGUMENT]: (config) => keep(config),
    [MapperKind.INPUT_OBJECT_FIELD]: (config) => keep(config),
  });
}

function mentionsHidden(
  { type, defaultValue }: { readonly type: GraphQLInputType; readonly defaultValue?: unknown },
  isSeen: (coordinate: string) => boolean,
): boolean {
  if (defaultValue === undefined || defaultValue === null) return false;
  const value = astFromValue(defaultValue, type);
  return value ? mentions(value, type, isSeen) : false;
}

function mentions(
  value: ValueNode,
  type: GraphQLInputType,
  isSeen: (coordinate: string) => boolean,
): boolean {
  if (isNonNullType(type)) return mentions(value, type.ofType, isSeen);
  if (isListType(type)) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    return items.some((item) => mentions(item, type.ofType, isSeen));
  }
  const named = getNamedType(type);
  if (value.kind === Kind.ENUM && isEnumType(named)) return !isSeen(`${named.name}.${value.value}`);
  if (value.kind !== Kind.OBJECT || !isInputObjectType(named)) return false;
  return value.fields.some(({ name, value: inner }) => {
    const field = named.getFields()[name.value];
    return !isSeen(`${named.name}.${name.value}`) || (field && mentions(inner, field.type, isSeen));
  });
}
