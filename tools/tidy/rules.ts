/** The house style, as far as a program can see it: each rule one table row. */
import { parse, visit } from 'graphql';
import { whyForbidden } from './import-direction.ts';
import { importsOf } from './imports.ts';
import type { SourceFile } from './sources.ts';

export interface Rule {
  /** What holds, as a sentence. */
  readonly name: string;
  /** Lines that say where it doesn't. */
  find(file: SourceFile): readonly string[];
}

const FILE_LINES_MAX = 300;
const EMPTY_NAMES = /^(utils?|helpers?|common|managers?|services?|handlers?|misc)$/;

/** The environment is one; so are the programs that start others and hand it on. */
const MAY_READ_ENVIRONMENT =
  /^(lib\/config\/|cli\/(bin|start\/held)\.js$|workbench\/opa\.ts$|tools\/|test\/|bench\/)|\.test\.ts$/;
const MAY_CONSTRUCT_CLIENTS = /^(lib\/db\/|test\/|tools\/|bench\/)|\.test\.ts$/;
const SQL_OF_CONSTANTS = /^subgraphs\/facts\/load\/insert-rows\.ts$|\.test\.ts$/;
const MAY_EXPORT_DEFAULT = /^vitest(\.mutate)?\.config\.ts$/;

/** kebab-case; resolvers are named by their coordinate, tests and generated files add a suffix. */
const KEBAB_NAME = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;
const RESOLVER_PATH = /^subgraphs\/[a-z]+\/resolvers\/([A-Z][A-Za-z]*\/)?[A-Za-z]+(\.test)?\.ts$/;
const MIGRATION_PATH = /^migrations\/\d{4}_[a-z0-9]+(_[a-z0-9]+)+\.sql$/;
const REGO_PATH = /^policies\/[a-z0-9_/]+\.rego$/;

export const rules: readonly Rule[] = [
  {
    name: `no file is longer than ${FILE_LINES_MAX} lines`,
    find: ({ path, lines }) =>
      lines.length > FILE_LINES_MAX && !path.endsWith('.graphql') ? [`${lines.length} lines`] : [],
  },
  {
    name: 'a file is named after its idea, not after a pattern',
    find: ({ path }) => path.split(/[/.]/).filter((part) => EMPTY_NAMES.test(part)),
  },
  {
    name: 'file names are kebab-case, resolvers their coordinate',
    find: ({ path }) => (isWellNamed(path) ? [] : [path]),
  },
  {
    name: 'exports have names',
    find: (file) =>
      MAY_EXPORT_DEFAULT.test(file.path) ? [] : linesWith(file, /^export default\b/, 'code'),
  },
  {
    // Biome refuses `any` itself.
    name: 'no type is silenced',
    find: (file) =>
      linesWith(
        file,
        /\bas any\b\s*([;,.)\]}]|$)|\bas unknown as\b|@ts-(ignore|expect|nocheck)/,
        'code',
      ),
  },
  {
    name: 'nothing is left to do in a comment',
    find: (file) => linesWith(file, /\b(TODO|FIXME|XXX|HACK)\b/, 'all'),
  },
  {
    name: 'the environment is read in lib/config only',
    find: (file) =>
      MAY_READ_ENVIRONMENT.test(file.path) ? [] : linesWith(file, /\bprocess\.env\b/, 'code'),
  },
  {
    name: 'database clients are made in lib/db only',
    find: (file) =>
      MAY_CONSTRUCT_CLIENTS.test(file.path)
        ? []
        : linesWith(
            file,
            /^import (?!type ).*from '(postgres|drizzle-orm\/postgres-js)'|\bdrizzle\(/,
            'code',
          ),
  },
  {
    // insert-rows.ts names types of its own table; what else is raw is written there and then.
    name: 'SQL text in subgraphs is made of constants',
    find: (file) =>
      !file.path.startsWith('subgraphs/') || SQL_OF_CONSTANTS.test(file.path)
        ? []
        : linesWith(
            file,
            /\bsql\.raw\((?!'[^'$]*'\)|[^()`]*\? '[^']*' : '[^']*'\))|\.unsafe\(/,
            'code',
          ),
  },
  {
    name: 'imports go one way',
    find: (file) =>
      importsOf(file).flatMap((to) => {
        const why = whyForbidden(file.path, to);
        return why === undefined ? [] : [`imports ${to}: ${why}`];
      }),
  },
  {
    name: 'every element of a schema is described',
    find: ({ path, text }) => (/^schema\/[a-z]+\.graphql$/.test(path) ? undescribed(text) : []),
  },
];

function isWellNamed(path: string): boolean {
  if (RESOLVER_PATH.test(path) || MIGRATION_PATH.test(path) || REGO_PATH.test(path)) return true;
  return KEBAB_NAME.test(path.slice(path.lastIndexOf('/') + 1));
}

/** `code` leaves out lines that are comments, and the rules' own tests of themselves. */
function linesWith(
  { path, lines }: SourceFile,
  pattern: RegExp,
  where: 'code' | 'all',
): readonly string[] {
  if (path.startsWith('tools/tidy/')) return [];
  return lines.flatMap((line, index) => {
    if (where === 'code' && (!/\.(ts|js|tsx)$/.test(path) || /^\s*(\*|\/\/|\/\*)/.test(line))) {
      return [];
    }
    return pattern.test(line) ? [`line ${index + 1}: ${line.trim()}`] : [];
  });
}

/** Extensions describe nothing anew; their fields do. */
function undescribed(text: string): readonly string[] {
  const found: string[] = [];
  const look = (node: {
    readonly kind: string;
    readonly name?: { readonly value: string };
    readonly description?: unknown;
    readonly loc?: { readonly startToken: { readonly line: number } };
  }) => {
    if (node.description !== undefined) return;
    found.push(`line ${node.loc?.startToken.line}: ${node.name?.value} has no description`);
  };
  visit(parse(text), {
    ObjectTypeDefinition: look,
    InterfaceTypeDefinition: look,
    UnionTypeDefinition: look,
    EnumTypeDefinition: look,
    InputObjectTypeDefinition: look,
    ScalarTypeDefinition: look,
    FieldDefinition: look,
    InputValueDefinition: look,
    EnumValueDefinition: look,
  });
  return found;
}
