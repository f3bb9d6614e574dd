/** Makes a leaking operation smaller: takes away what it leaks without. */
import { type DocumentNode, Kind, parse, print, type SelectionSetNode, visit } from 'graphql';
import type { Asked, Client } from './asked.ts';
import { judge, type Known, type Leak } from './judge.ts';

const TRIES_MAX = 200;

/** @returns the leak of the smallest operation found, which may be the one given. */
export async function shrink(client: Client, known: Known, leak: Leak): Promise<Leak> {
  if (leak.case?.asked.document === undefined) return leak;
  let smallest = leak;
  let index = 0;
  for (let tries = 0; tries < TRIES_MAX && smallest.case; tries += 1) {
    const { asked } = smallest.case;
    const query = queryOf(asked.body);
    if (query === undefined || index >= countFields(query)) break;
    const smaller = withoutField(query, index);
    const still = smaller === undefined ? undefined : await ask(client, known, asked, smaller);
    if (still) smallest = still;
    else index += 1;
  }
  return smallest;
}

async function ask(
  client: Client,
  known: Known,
  asked: Asked,
  query: string,
): Promise<Leak | undefined> {
  const body = JSON.stringify({ ...JSON.parse(asked.body), query });
  const smaller = { ...asked, body, document: { query } };
  return judge(smaller, await client.ask(smaller), known).leaks[0];
}

function queryOf(body: string): string | undefined {
  const sent: unknown = JSON.parse(body);
  if (typeof sent !== 'object' || sent === null || !('query' in sent)) return undefined;
  return String(sent.query);
}

function countFields(query: string): number {
  let count = 0;
  visit(parse(query), {
    Field: () => {
      count += 1;
    },
  });
  return count;
}

/** Without its field of that number; undefined where nothing would be left of a selection. */
function withoutField(query: string, index: number): string | undefined {
  let seen = -1;
  const smaller: DocumentNode = visit(parse(query), {
    Field: () => {
      seen += 1;
      return seen === index ? null : undefined;
    },
  });
  let isEmpty = false;
  const used = new Set<string>();
  visit(smaller, {
    SelectionSet: ({ selections }: SelectionSetNode) => {
      isEmpty ||= selections.length === 0;
    },
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      used.add(name.value);
    },
  });
  if (isEmpty) return undefined;
  const definitions = smaller.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? {
          ...definition,
          variableDefinitions: (definition.variableDefinitions ?? []).filter(({ variable }) =>
            used.has(variable.name.value),
          ),
        }
      : definition,
  );
  return print({ ...smaller, definitions });
}
