import { defineConfig } from 'vitest/config';

/** What `npm run mutate` runs: the tests beside the files it mutates, which need no database. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['gateway/{policy,operation,pipeline}/**/*.test.ts'],
    env: { APOLLO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    testTimeout: 20_000,
  },
});
