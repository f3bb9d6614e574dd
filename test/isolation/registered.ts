/** The operations clients have registered, as documents with slots. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GraphQLSchema,
  isInputType,
  parse,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { z } from 'zod';
import type { GeneratedDocument, Slot } from './documents.ts';

const FOLDER = join(import.meta.dirname, '../../schema/operations');
const Body = z.object({ id: z.string().optional(), body: z.string() });
const Manifest = z.union([
  z
    .object({ operations: z.array(Body) })
    .transform(({ operations }) => operations.map(({ id, body }) => [id ?? '', body] as const)),
  z.record(z.string(), z.string()).transform((byId) => Object.entries(byId)),
]);

export interface RegisteredDocument extends GeneratedDocument {
  readonly id: string;
  readonly client: string;
}

export function readRegistered(schema: GraphQLSchema): readonly RegisteredDocument[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const read = Manifest.safeParse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
    if (!read.success) throw new Error(`${file} is of a format the prover does not know`);
    return read.data.map(([id, query]) => ({
      ...slotsOf(schema, query),
      id,
      client: file.replace(/\.json$/, ''),
    }));
  });
}

function slotsOf(schema: GraphQLSchema, query: string): GeneratedDocument {
  const types = new TypeInfo(schema);
  const document = parse(query);
  const places = new Map<string, string>();
  let kind: GeneratedDocument['kind'] = 'query';
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: (node) => {
        if (node.operation === 'mutation') kind = 'mutation';
      },
      Variable: (node) => {
        const argument = types.getArgument();
        if (!argument || places.has(node.name.value)) return;
        const field = types.getFieldDef()?.name ?? '';
        const parent = types.getParentType()?.name ?? '';
        places.set(node.name.value, `${parent}.${field}(${argument.name}:)`);
      },
    }),
  );
  const slots = document.definitions.flatMap((definition): readonly Slot[] => {
    if (definition.kind !== 'OperationDefinition') return [];
    return (definition.variableDefinitions ?? []).flatMap((each) => {
      const name = each.variable.name.value;
      const type = typeFromAST(schema, each.type);
      return isInputType(type) ? [{ name, type, coordinate: places.get(name) ?? name }] : [];
    });
  });
  return { query, slots, kind };
}
