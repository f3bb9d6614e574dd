/** Fields that a subgraph computes from other fields: by `@requires` and by `@fromContext`. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { z } from 'zod';
import { argumentsOf, schemaLinks } from './linked-names.ts';
import type { OutputType } from './output-types.ts';

type Types = ReadonlyMap<string, OutputType>;

const joinFieldSchema = z.object({
  requires: z.string().nullish(),
  contextArguments: z.array(z.object({ context: z.string(), selection: z.string() })).nullish(),
});

/**
 * Coordinates each computed field is computed from: every field on the paths it selects, and so
 * on for those that are computed themselves. Who reads such a field learns of them, so it asks
 * for their rights as well (GHSA-mx7m-j9xf-62hw). What only joins need, by `@key` and
 * `@provides`, tells nobody anything and is not among them.
 */
export function computedFields(
  document: DocumentNode,
  types: Types,
): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = directInputs(document, types);
  return new Map([...direct.keys()].map((coordinate) => [coordinate, closure(direct, coordinate)]));
}

function directInputs(
  document: DocumentNode,
  types: Types,
): ReadonlyMap<string, ReadonlySet<string>> {
  const joinField = `${prefixOf(document, 'join')}__field`;
  const contexts = contextTypes(document, types);
  const inputs = new Map<string, Set<string>>();
  for (const type of types.values()) {
    for (const field of type.fields) {
      const used = new Set<string>();
      for (const directive of field.directives) {
        if (directive.name.value !== joinField) continue;
        const { requires, contextArguments } = joinFieldSchema.parse(argumentsOf(directive));
        if (requires) addPaths(used, types, type.name, selectionOf(requires));
        for (const { context, selection } of contextArguments ?? []) {
          for (const owner of contexts.get(context) ?? []) {
            addPaths(used, types, owner, selectionOf(selection));
          }
        }
      }
      if (used.size > 0) inputs.set(`${type.name}.${field.name}`, used);
    }
  }
  return inputs;
}

/** Adds every coordinate on the paths of a selection, and the types it names on its way. */
function addPaths(
  used: Set<string>,
  types: Types,
  typeName: string,
  { selections }: SelectionSetNode,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue; // A field set has no named fragments.
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const narrowed = selection.typeCondition?.name.value ?? typeName;
      used.add(narrowed);
      addPaths(used, types, narrowed, selection.selectionSet);
      continue;
    }
    const name = selection.name.value;
    for (const owner of [typeName, ...concreteTypes(types, typeName)]) {
      const field = types.get(owner)?.fields.find((each) => each.name === name);
      if (field === undefined) continue;
      used.add(`${owner}.${name}`);
      if (selection.selectionSet !== undefined) {
        addPaths(used, types, field.returnType, selection.selectionSet);
      }
    }
  }
}

/** The types a value of an interface or a union may be of. */
function concreteTypes(types: Types, typeName: string): readonly string[] {
  const implementers = [...types.values()].filter(({ interfaces }) =>
    interfaces.includes(typeName),
  );
  return [...(types.get(typeName)?.members ?? []), ...implementers.map(({ name }) => name)];
}

/** Everything the coordinate is computed from, however far away; a circle ends where it began. */
function closure(
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  start: string,
): ReadonlySet<string> {
  const reached = new Set(direct.get(start));
  // A set is walked through to what is added meanwhile.
  for (const coordinate of reached)
    for (const next of direct.get(coordinate) ?? []) reached.add(next);
  return reached;
}

/** The types that set a context, by its name. */
function contextTypes(
  document: DocumentNode,
  types: Types,
): ReadonlyMap<string, readonly string[]> {
  const linked = schemaLinks(document).find(({ url }) => isSpecification(url, 'context'));
  const names = new Set([linked?.nameOf('context') ?? linked?.as ?? 'context']);
  const contexts = new Map<string, string[]>();
  for (const type of types.values()) {
    for (const directive of type.directives.filter(({ name }) => names.has(name.value))) {
      const context = contextName(directive);
      contexts.set(context, [...(contexts.get(context) ?? []), type.name]);
    }
  }
  return contexts;
}

function contextName(directive: ConstDirectiveNode): string {
  return String(argumentsOf(directive).name);
}

function prefixOf(document: DocumentNode, specification: string): string {
  const link = schemaLinks(document).find(({ url }) => isSpecification(url, specification));
  return link?.as ?? specification;
}

function isSpecification(url: string, name: string): boolean {
  return url.startsWith(`https://specs.apollo.dev/${name}/`);
}

/** Reads a field set, with its braces or without. */
function selectionOf(fieldSet: string): SelectionSetNode {
  const text = fieldSet.trim();
  const [operation] = parse(text.startsWith('{') ? text : `{ ${text} }`).definitions;
  if (operation?.kind === Kind.OPERATION_DEFINITION) return operation.selectionSet;
  throw new TypeError(`a field set selects fields, not ${JSON.stringify(fieldSet)}`);
}
