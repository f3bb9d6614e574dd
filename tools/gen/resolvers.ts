/** Writes the resolver types of each subgraph from its schema, so that a resolver that does not fit fails `npm run types`. */
import { readFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { type DocumentNode, Kind, parse, visit } from 'graphql';
import { codeOf } from '../../lib/errors/index.ts';

const SUBGRAPHS = ['facts', 'metrics', 'graph', 'audit'] as const;

/** Directives the generator knows; the others say nothing about resolver types. */
const KEPT_DIRECTIVES: ReadonlySet<string> = new Set(['key', 'external', 'requires', 'provides']);

const SCALARS = {
  Date: { input: 'string', output: 'string' },
  DateTime: { input: 'Date', output: 'Date | string' },
  MinorUnits: { input: 'number', output: 'number' },
  ID: { input: 'string', output: 'string' },
  _FieldSet: { input: 'string', output: 'string' },
};

/**
 * Texts by path from the project's root. A type of `subgraphs/<name>/models.ts` called
 * `PaymentModel` is what resolvers return for the GraphQL type Payment; `Loaders` is taken from
 * `subgraphs/<name>/loaders/index.ts`.
 */
export async function generateResolvers(root: URL): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(
    SUBGRAPHS.map(async (name) => {
      const path = `subgraphs/${name}/resolvers.generated.ts`;
      return [path, await generate(root, name, path)] as const;
    }),
  );
  return new Map(texts);
}

async function generate(root: URL, name: string, filename: string): Promise<string> {
  const schema = withoutOtherDirectives(
    parse(await readFile(new URL(`schema/${name}.graphql`, root), 'utf8'), { noLocation: true }),
  );
  const config = {
    federation: true,
    contextType: 'SubgraphContext<Loaders>',
    mappers: await readMappers(new URL(`subgraphs/${name}/models.ts`, root)),
    scalars: SCALARS,
    strictScalars: true,
    enumsAsTypes: true,
    skipTypename: true,
    useTypeImports: true,
    immutableTypes: true,
    maybeValue: 'T | null | undefined',
  };
  const text = await codegen({
    filename,
    schema,
    documents: [],
    config,
    plugins: [{ typescript: {} }, { typescriptResolvers: {} }],
    pluginMap: { typescript, typescriptResolvers },
  });
  return [
    `// Generated from schema/${name}.graphql by \`npm run gen\`; edit that instead.`,
    "import type { SubgraphContext } from '../../lib/subgraph/index.ts';",
    "import type { Loaders } from './loaders/index.ts';",
    text,
  ].join('\n');
}

function withoutOtherDirectives(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: (node) => (KEPT_DIRECTIVES.has(node.name.value) ? undefined : null),
    SchemaExtension: { leave: () => null },
    Document: (node) =>
      node.definitions.length > 0 ? undefined : { kind: Kind.DOCUMENT, definitions: [] },
  });
}

async function readMappers(models: URL): Promise<Readonly<Record<string, string>>> {
  const source = await readFile(models, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  const names = source.matchAll(/^export (?:interface|type) (\w+)Model\b/gm);
  return Object.fromEntries(
    Array.from(names, ([, type]) => [`${type}`, `./models.ts#${type}Model`]),
  );
}
