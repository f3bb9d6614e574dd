/** The schema as one class of principal sees it. */
import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import { GraphQLSchema } from 'graphql';
import { withoutHiddenDefaults } from './hidden-default.ts';
import { type Visibility, whatIsSeen } from './what-is-seen.ts';

/** As much of an access table as it takes to know what its class of principal sees. */
export interface Decisions {
  decide(coordinate: string): { readonly effect: string; readonly reason: string };
}

/**
 * Removes every coordinate that is not visible, every type that is left without a field, member
 * or value, what needs one of those, and then whatever nothing visible reaches any more; so that
 * what is hidden and what never existed can't be told apart.
 */
export function visibleSchema(schema: GraphQLSchema, visibility: Visibility): GraphQLSchema {
  const seen = whatIsSeen(schema, visibility);
  const mapped = mapSchema(withoutHiddenDefaults(schema, seen.member), {
    [MapperKind.TYPE]: (type) => (seen.type(type.name) ? type : null),
    [MapperKind.COMPOSITE_FIELD]: (config, fieldName, typeName) => {
      const coordinate = `${typeName}.${fieldName}`;
      if (!seen.member(coordinate)) return null;
      const args = Object.entries(config.args ?? {}).filter(([name]) =>
        seen.member(`${coordinate}(${name}:)`),
      );
      return { ...config, args: Object.fromEntries(args) };
    },
    [MapperKind.INPUT_OBJECT_FIELD]: (config, fieldName, typeName) =>
      seen.member(`${typeName}.${fieldName}`) ? config : null,
    [MapperKind.ENUM_VALUE]: (config, typeName, _schema, value) =>
      seen.member(`${typeName}.${value}`) ? config : null,
  });
  // A role may have mutations only, though the specification wants a query root (§3.3.1).
  return new GraphQLSchema({ ...pruneSchema(mapped).toConfig(), assumeValid: true });
}

/** An input that no rule mentions is seen wherever the field or the type it belongs to is. */
export function visibilityOf(table: Decisions): Visibility {
  return {
    output: (coordinate) => table.decide(coordinate).effect !== 'hide',
    input: (coordinate) => {
      const { effect, reason } = table.decide(coordinate);
      return effect !== 'hide' || reason === 'NOT_MENTIONED';
    },
  };
}

/** One visible schema per access table, made on first use and gone with the table. */
export function createVisibleSchemas(schema: GraphQLSchema): (table: Decisions) => GraphQLSchema {
  const made = new WeakMap<object, GraphQLSchema>();
  return (table) => {
    const known = made.get(table);
    if (known) return known;
    const visible = visibleSchema(schema, visibilityOf(table));
    made.set(table, visible);
    return visible;
  };
}
