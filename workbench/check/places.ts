/** Where in a file a key or a schema coordinate stands. */
import { type ASTNode, Kind, parse, visit } from 'graphql';
import type { SubgraphSource } from '../read-subgraphs.ts';

export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A place in one of the subgraphs' schemas. */
export interface SchemaPlace extends TextPlace {
  readonly subgraph: string;
}

/** The place of a JSON key, or else of a text; undefined when the file has neither. */
export function placeOfKey(text: string, key: string): TextPlace | undefined {
  if (key === '') return undefined;
  const quoted = JSON.stringify(key);
  const escaped = quoted.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const index = new RegExp(`${escaped}\\s*:`).exec(text)?.index ?? text.indexOf(quoted);
  if (index < 0) return undefined;
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * By coordinate, where several subgraphs have it the first; and by `subgraph:coordinate`.
 */
export function schemaPlaces(
  subgraphs: readonly SubgraphSource[],
): ReadonlyMap<string, SchemaPlace> {
  const places = new Map<string, SchemaPlace>();
  for (const { name: subgraph, sdl } of subgraphs) {
    const note = (coordinate: string, node: ASTNode) => {
      const start = node.loc?.startToken;
      if (start === undefined) return;
      const place = { subgraph, line: start.line, column: start.column };
      for (const key of [coordinate, `${subgraph}:${coordinate}`]) {
        if (!places.has(key)) places.set(key, place);
      }
    };
    for (const definition of parse(sdl).definitions) notePlaces(definition, note);
  }
  return places;
}

function notePlaces(definition: ASTNode, note: (coordinate: string, node: ASTNode) => void): void {
  if (!('name' in definition) || definition.name === undefined) return;
  const type = definition.name.value;
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return;
  note(type, definition.name);
  let field = '';
  visit(definition, {
    FieldDefinition: (node) => {
      field = node.name.value;
      note(`${type}.${field}`, node.name);
    },
    InputValueDefinition: (node) => {
      const isField = definition.kind.startsWith('InputObject');
      const name = node.name.value;
      note(isField ? `${type}.${name}` : `${type}.${field}(${name}:)`, node.name);
    },
    EnumValueDefinition: (node) => note(`${type}.${node.name.value}`, node.name),
  });
}
