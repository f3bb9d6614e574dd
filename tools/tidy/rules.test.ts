import { describe, expect, it } from 'vitest';
import { rules } from './rules.ts';
import type { SourceFile } from './sources.ts';

function source(path: string, text = ''): SourceFile {
  return { path, text, lines: text.split('\n') };
}

const long = '\n'.repeat(301);

/** Rule, what breaks it, what doesn't. */
const cases: readonly (readonly [string, SourceFile, SourceFile])[] = [
  [
    'no file is longer than 300 lines',
    source('lib/x.ts', long),
    source('lib/x.ts', '\n'.repeat(200)),
  ],
  [
    'a file is named after its idea, not after a pattern',
    source('lib/utils/money.ts'),
    source('lib/money.ts'),
  ],
  [
    'a file is named after its idea, not after a pattern',
    source('gateway/http/request-handler.ts'.replace('request-', '')),
    source('gateway/http/answer.ts'),
  ],
  [
    'file names are kebab-case, resolvers their coordinate',
    source('lib/hopToken.ts'),
    source('subgraphs/facts/resolvers/Query/payments.ts'),
  ],
  [
    'file names are kebab-case, resolvers their coordinate',
    source('migrations/1_facts.sql'),
    source('migrations/0001_create_facts.sql'),
  ],
  [
    'exports have names',
    source('lib/x.ts', 'export default 1;'),
    source('lib/x.ts', 'export const one = 1;'),
  ],
  [
    'no type is silenced',
    source('lib/x.ts', 'const a = b as unknown as C;'),
    source('lib/x.ts', '// as any comment'),
  ],
  [
    'no type is silenced',
    source('lib/x.ts', 'f(a as any);'),
    source('lib/x.ts', "it('is kept as any other')"),
  ],
  [
    'nothing is left to do in a comment',
    source('lib/x.ts', `// ${'TO'}DO: later`),
    source('lib/x.ts', '// done'),
  ],
  [
    'the environment is read in lib/config only',
    source('gateway/x.ts', 'const p = process.env.PORT;'),
    source('lib/config/index.ts', 'process.env'),
  ],
  [
    'database clients are made in lib/db only',
    source('subgraphs/facts/x.ts', "import postgres from 'postgres';"),
    source('lib/db/pool.ts', "import postgres from 'postgres';"),
  ],
  [
    'SQL text in subgraphs is made of constants',
    source('subgraphs/facts/x.ts', 'const order = sql.raw(input.order);'),
    source('subgraphs/facts/x.ts', "const type = sql.raw('date');"),
  ],
  [
    'SQL text in subgraphs is made of constants',
    source('subgraphs/facts/x.ts', 'tx.unsafe(text);'),
    source('subgraphs/facts/x.ts', "const by = sql.raw(order.direction === 'asc' ? '>' : '<');"),
  ],
  [
    'imports go one way',
    source('lib/x.ts', "import { a } from '../gateway/a.ts';"),
    source('gateway/policy/x.ts', "import { a } from '../../lib/a.ts';"),
  ],
  [
    'every element of a schema is described',
    source('schema/facts.graphql', '"A." type A { b: Int }'),
    source('schema/facts.graphql', '"A." type A { "B." b: Int }'),
  ],
];

describe('the rules of the house style', () => {
  it.each(cases)('%s', (name, broken, kept) => {
    const rule = rules.find((each) => each.name === name);
    expect(rule?.find(broken)).not.toEqual([]);
    expect(rule?.find(kept)).toEqual([]);
  });

  it('are each tried here', () => {
    const tried = new Set(cases.map(([name]) => name));
    expect(rules.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
