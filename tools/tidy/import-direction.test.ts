import { describe, expect, it } from 'vitest';
import { whyForbidden } from './import-direction.ts';
import { importsOf } from './imports.ts';

describe('the house order of imports', () => {
  it.each([
    ['gateway/main.ts', 'gateway/http/index.ts'],
    ['gateway/http/routes.ts', 'gateway/pipeline/index.ts'],
    ['gateway/pipeline/authorize.ts', 'gateway/policy/index.ts'],
    ['gateway/policy/table.ts', 'gateway/operation/coordinates.ts'],
    ['gateway/operation/coordinates.ts', 'lib/errors/index.ts'],
    ['gateway/policy/table.ts', 'gateway/config.ts'],
    ['gateway/policy/table.test.ts', 'gateway/planner/index.ts'],
    ['subgraphs/main.ts', 'subgraphs/facts/index.ts'],
    ['subgraphs/facts/index.ts', 'lib/subgraph/index.ts'],
    ['cli/start/index.ts', 'gateway/config.ts'],
    ['tools/test.ts', 'tools/opa-test.ts'],
    ['cli/policy/check.ts', 'workbench/check.ts'],
    ['workbench/check.ts', 'gateway/policy/index.ts'],
    ['test/e2e/start.test.ts', 'subgraphs/facts/index.ts'],
  ])('%s may import %s', (from, to) => {
    expect(whyForbidden(from, to)).toBeUndefined();
  });

  it.each([
    ['gateway/pipeline/authorize.ts', 'gateway/http/index.ts'],
    ['gateway/policy/table.ts', 'gateway/planner/index.ts'],
    ['gateway/operation/coordinates.ts', 'gateway/policy/index.ts'],
    ['gateway/pipeline/execute.ts', 'subgraphs/facts/index.ts'],
    ['gateway/shiny/index.ts', 'gateway/operation/index.ts'],
    ['subgraphs/facts/index.ts', 'gateway/operation/index.ts'],
    ['subgraphs/facts/index.ts', 'subgraphs/metrics/index.ts'],
    ['lib/subgraph/serve.ts', 'subgraphs/facts/index.ts'],
    ['lib/hop/index.ts', 'gateway/policy/index.ts'],
    ['lib/db/pool.ts', 'tools/gen.ts'],
    ['cli/main.ts', 'tools/gen.ts'],
    ['lib/db/pool.ts', 'test/support/database.ts'],
    ['gateway/main.ts', 'cli/main.ts'],
    ['gateway/policies.ts', 'workbench/build-bundle.ts'],
    ['workbench/check.ts', 'cli/main.ts'],
    ['workbench/check.ts', 'tools/gen.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(whyForbidden(from, to)).toBeTypeOf('string');
  });

  it('reads imports, exports and dynamic imports as paths from the root', () => {
    const text = [
      "import { a } from './a.ts';",
      'import {',
      '  type B,',
      '  c,',
      "} from '../../lib/c.ts';",
      "import './effect.ts';",
      "export { d } from './d.ts';",
      "import type { E } from 'zod';",
      "const f = await import('./f.ts');",
    ].join('\n');
    expect(importsOf({ path: 'gateway/policy/x.ts', text, lines: [] })).toEqual([
      'gateway/policy/a.ts',
      'lib/c.ts',
      'gateway/policy/effect.ts',
      'gateway/policy/d.ts',
      'zod',
      'gateway/policy/f.ts',
    ]);
  });
});
