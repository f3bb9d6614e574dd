import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateResolvers } from './resolvers.ts';

const ROOT = new URL('../../', import.meta.url);
let generated: ReadonlyMap<string, string>;
beforeAll(async () => {
  generated = await generateResolvers(ROOT);
});

describe('the resolver types', () => {
  const paths = ['facts', 'metrics', 'graph', 'audit'].map(
    (name) => `subgraphs/${name}/resolvers.generated.ts`,
  );

  it('are one file per subgraph', () => {
    expect([...generated.keys()]).toEqual(paths);
  });

  it.each(paths)('in %s are those of the schema as it is now', async (path) => {
    expect(await readFile(new URL(path, ROOT), 'utf8')).toBe(generated.get(path));
  });

  it('use the models of the subgraph and its loaders', () => {
    const facts = generated.get('subgraphs/facts/resolvers.generated.ts') ?? '';
    expect(facts).toContain('Payment: ResolverTypeWrapper<PaymentModel>');
    expect(facts).toContain('ContextType = SubgraphContext<Loaders>');
  });

  it('know each scalar by the type resolvers give and get', () => {
    const facts = generated.get('subgraphs/facts/resolvers.generated.ts') ?? '';
    expect(facts).toContain('MinorUnits: { input: number; output: number; }');
    expect(facts).toContain('Date: { input: string; output: string; }');
  });
});
