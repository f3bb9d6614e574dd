/** Writes what a field asks for into the subgraph's schema, at the end of its definition. */
import { type FieldDefinitionNode, Kind, parse } from 'graphql';
import type { SubgraphSource } from '../read-subgraphs.ts';
import { type Edit, edited, refuse } from './plan.ts';

/** @throws {WorkbenchError} `usage` where the field asks already, or its subgraph can't say so. */
export function askInSchema(
  folder: string,
  subgraphs: readonly SubgraphSource[],
  coordinate: string,
  permissions: readonly string[],
): Edit {
  const owner = subgraphs.find(({ sdl }) => fieldIn(sdl, coordinate) !== undefined);
  if (owner === undefined) {
    refuse(`${coordinate} is no field of an object type`, 'inputs ask for what they reveal');
  }
  const file = `${owner.name}.graphql`;
  return edited(folder, file, (text) => {
    const field = fieldIn(text, coordinate);
    const end = field?.loc?.end;
    if (field === undefined || end === undefined) {
      refuse(`${coordinate} is not in ${file}`, 'the schemas were changed meanwhile');
    }
    if (!text.includes('"@policy"')) {
      refuse(`${file} does not import @policy`, 'add it to the imports of its @link of federation');
    }
    if (field.directives?.some(({ name }) => name.value === 'policy')) {
      refuse(`${coordinate} has a @policy already`, `in schema/${file}; change it there`);
    }
    const names = permissions.map((each) => JSON.stringify(each)).join(', ');
    return `${text.slice(0, end)} @policy(policies: [[${names}]])${text.slice(end)}`;
  });
}

function fieldIn(sdl: string, coordinate: string): FieldDefinitionNode | undefined {
  const [typeName, fieldName] = coordinate.split('.');
  for (const node of parse(sdl).definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) {
      continue;
    }
    if (node.name.value !== typeName) continue;
    const field = node.fields?.find(({ name }) => name.value === fieldName);
    // A key's field is in several subgraphs; the one that owns it says nothing of it being external.
    const isExternal = field?.directives?.some(({ name }) => name.value === 'external');
    if (field && !isExternal) return field;
  }
  return undefined;
}
