/** Which parents a null takes down with it. */
import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';

/**
 * A null where the schema forbids one makes its parent null (GraphQL §6.4.4); of a list that is an
 * item, then perhaps the list.
 * @param path response keys from the root to the field that is null.
 * @param types of the fields on that path, in the same order.
 * @returns paths of the objects that become null, innermost first; the empty path is all of `data`.
 */
export function takenDown(
  path: readonly string[],
  types: readonly GraphQLOutputType[],
): readonly (readonly string[])[] {
  const taken: (readonly string[])[] = [];
  let index = types.length - 1;
  let escapes = isNonNullType(types[index]);
  while (escapes) {
    taken.push(path.slice(0, index));
    index -= 1;
    escapes = nullEscapes(types[index]);
  }
  return taken;
}

/** Whether a null in place of the innermost object leaves the field no value but null, and may not. */
function nullEscapes(type: GraphQLOutputType | undefined): boolean {
  return isNonNullType(type) && isNulled(type.ofType);
}

function isNulled(type: GraphQLOutputType): boolean {
  return isListType(type) ? nullEscapes(type.ofType) : true;
}
