/** What a supergraph says things cost: `@cost` and `@listSize`, by whatever names it has them. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';

/** https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-List-Size-Directive */
export interface ListSize {
  readonly assumedSize: number | undefined;
  readonly slicingArguments: readonly string[];
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

export interface CostModel {
  /** Weights by coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`. */
  readonly weights: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/**
 * Federation composes both directives into the supergraph under the cost specification's link.
 * @example costModelOf(sdl, schema).listSizes.get('Query.payments') // { slicingArguments: ['first'], … }
 */
export function costModelOf(supergraphSdl: string, schema: GraphQLSchema): CostModel {
  const document = parse(supergraphSdl);
  const names = directiveNames(document);
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const read = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    for (const directive of directives) {
      const given = argumentsOf(directive);
      if (directive.name.value === names.cost) {
        const weight = Number(given.get('weight'));
        // Two subgraphs may weigh the same thing; the dearer counts.
        if (weight >= 0) weights.set(coordinate, Math.max(weight, weights.get(coordinate) ?? 0));
      } else if (directive.name.value === names.listSize) {
        listSizes.set(coordinate, listSizeOf(given));
      }
    }
  };
  for (const definition of document.definitions) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
    const type = definition.name.value;
    read(type, definition.directives);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      read(`${type}.${field.name.value}`, field.directives);
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const argument of field.arguments ?? []) {
        read(`${type}.${field.name.value}(${argument.name.value}:)`, argument.directives);
      }
    }
  }
  for (const type of Object.values(schema.getTypeMap()).filter(isAbstractType)) {
    // What runs is one of its members; without knowing which, the dearest.
    const members = schema.getPossibleTypes(type).map(({ name }) => weights.get(name) ?? 1);
    if (!weights.has(type.name)) weights.set(type.name, Math.max(1, ...members));
  }
  return { weights, listSizes };
}

function listSizeOf(given: ReadonlyMap<string, unknown>): ListSize {
  const assumed = given.get('assumedSize');
  return {
    assumedSize: typeof assumed === 'number' ? assumed : undefined,
    slicingArguments: namesIn(given.get('slicingArguments')),
    sizedFields: namesIn(given.get('sizedFields')),
    requireOneSlicingArgument: given.get('requireOneSlicingArgument') !== false,
  };
}

/** The names the link gives: imported, imported under another, or behind the link's own. */
function directiveNames(document: DocumentNode): {
  readonly cost: string;
  readonly listSize: string;
} {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION)
      continue;
    for (const directive of definition.directives ?? []) {
      const link = argumentsOf(directive);
      if (!/^https:\/\/specs\.apollo\.dev\/cost\/v\d+\.\d+\/?$/.test(String(link.get('url'))))
        continue;
      const prefix = typeof link.get('as') === 'string' ? String(link.get('as')) : 'cost';
      const imports = importsOf(link.get('import'));
      return {
        cost: imports.get('@cost') ?? prefix,
        listSize: imports.get('@listSize') ?? `${prefix}__listSize`,
      };
    }
  }
  return { cost: 'cost', listSize: 'listSize' };
}

function importsOf(value: unknown): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  for (const entry of listOf(value)) {
    if (typeof entry === 'string') imports.set(entry, entry.slice(1));
    else if (typeof entry?.name === 'string') {
      imports.set(entry.name, String(entry.as ?? entry.name).slice(1));
    }
  }
  return imports;
}

function argumentsOf(directive: ConstDirectiveNode): ReadonlyMap<string, unknown> {
  return new Map(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

function namesIn(value: unknown): readonly string[] {
  return listOf(value).filter((name) => typeof name === 'string');
}

/** Where a list is taken, one value stands for a list of it (GraphQL §3.11). */
function listOf(value: unknown) {
  return Array.isArray(value) ? value : [value];
}
