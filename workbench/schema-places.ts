/** Where in the subgraph schemas a coordinate is defined. */
import {
  type DefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  parse,
} from 'graphql';
import type { SubgraphSource } from './read-subgraphs.ts';
import type { RulePlace } from './rule-places.ts';

/** Undefined where no subgraph has it; of several that share it the first, by name. */
export function schemaPlace(
  subgraphs: readonly SubgraphSource[],
  coordinate: string,
): RulePlace | undefined {
  for (const { name, sdl } of subgraphs) {
    // Most subgraphs don't name the type at all, and parsing is what takes time.
    if (!sdl.includes(coordinate.split('.')[0] ?? '')) continue;
    for (const definition of parse(sdl).definitions) {
      const line = lineOf(definition, coordinate);
      if (line !== undefined) return { file: `schema/${name}.graphql`, line };
    }
  }
  return undefined;
}

function lineOf(node: DefinitionNode, coordinate: string): number | undefined {
  const [, type, member, argument] = /^(\w+)(?:\.(\w+)(?:\((\w+):\))?)?$/.exec(coordinate) ?? [];
  if (type === undefined || !('name' in node) || node.name?.value !== type) return undefined;
  if (member === undefined) return lineOfName(node.name);
  const found = membersOf(node).find(({ name }) => name.value === member);
  if (argument === undefined) return lineOfName(found?.name);
  return lineOfName(found?.arguments?.find(({ name }) => name.value === argument)?.name);
}

interface Member {
  readonly name: NameNode;
  readonly arguments?: readonly InputValueDefinitionNode[] | undefined;
}

function membersOf(node: DefinitionNode): readonly Member[] {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
      return node.fields ?? [];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return (node.fields ?? []).map(({ name }) => ({ name }));
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return (node.values ?? []).map(({ name }) => ({ name }));
    default:
      return [];
  }
}

function lineOfName(name: NameNode | undefined): number | undefined {
  return name?.loc?.startToken.line;
}
