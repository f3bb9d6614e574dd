/** Default values that mention what the schema no longer has. */
import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  astFromValue,
  type GraphQLInputType,
  type GraphQLSchema,
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
  const value = astFromValue(defaultValue, type);
  return value !== null && value !== undefined && mentions(value, type, isSeen);
}

function mentions(
  value: ValueNode,
  type: GraphQLInputType,
  isSeen: (coordinate: string) => boolean,
): boolean {
  if (isNonNullType(type)) return mentions(value, type.ofType, isSeen);
  if (isListType(type)) {
    // mapSchema has made a list of what is one item.
    return (
      value.kind === Kind.LIST && value.values.some((item) => mentions(item, type.ofType, isSeen))
    );
  }
  if (value.kind === Kind.ENUM) return !isSeen(`${type.name}.${value.value}`);
  if (value.kind !== Kind.OBJECT || !isInputObjectType(type)) return false;
  return value.fields.some(({ name, value: inner }) => {
    const field = type.getFields()[name.value];
    return !isSeen(`${type.name}.${name.value}`) || (field && mentions(inner, field.type, isSeen));
  });
}
