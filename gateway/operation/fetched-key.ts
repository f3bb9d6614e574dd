/** The response keys under which an operation is fetched. */
import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';

const PREFIX = '__payscope_as_';

/** Gives the response key a field is fetched under. */
export type FetchedKey = (node: FieldNode) => string;

/**
 * The field's own response key, unless that is another field's name. A planner adds what joins
 * need under its own name and takes whatever stands there for it: `id: number` would pass for the
 * key, and the key come out as the number.
 */
export function createFetchedKey(schema: GraphQLSchema): FetchedKey {
  let names: ReadonlySet<string> | undefined;
  return ({ name, alias }) => {
    if (!alias || alias.value === name.value) return name.value;
    names ??= fieldNames(schema);
    return names.has(alias.value) ? `${PREFIX}${alias.value}` : alias.value;
  };
}

/** The client's response key for one of a fetched answer's. */
export function askedKey(key: string): string {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
}

function fieldNames(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set(['__typename']);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const name of Object.keys(type.getFields())) names.add(name);
  }
  return names;
}
