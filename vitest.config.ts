import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's ES module, Node's own resolution its CommonJS one: two realms.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['{cli,gateway,lib,subgraphs,test,tools,policies,migrations,workbench}/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/loopback-only.ts'],
    env: { APOLLO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    pool: 'forks',
    execArgv: [`--import=${new URL('./lib/lean-imports.js', import.meta.url).href}`],
    // No module keeps state (house rule 10), so test files may share a process and what it loaded.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['gateway/**/*.ts', 'lib/**/*.ts', 'subgraphs/**/*.ts', 'workbench/**/*.ts'],
      // A main.ts only wires. What runs in child processes is added by tools/check-coverage.ts, which
      // holds the minimum too.
      exclude: ['**/*.generated.ts', '**/*.test.ts', '**/main.ts'],
      reporter: ['json', 'html'],
    },
  },
});
