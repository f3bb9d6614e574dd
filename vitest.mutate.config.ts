import { defineConfig } from 'vitest/config';

/** The tests that decide about authorization and need no database: what `npm run mutate` runs. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: [
      'gateway/{policy,operation,pipeline}/**/*.test.ts',
      'test/{access-paths,oracle,authorization-cases,outcomes}.test.ts',
    ],
    env: { APOLLO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    testTimeout: 20_000,
  },
});
