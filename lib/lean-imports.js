/**
 * Loaded first (`node --import`): takes Drizzle's CommonJS build for its ES modules, which are the
 * same code. Node 24 parses the package's 180 KB package.json anew for each of the 115 modules it
 * resolves in there; measured, `import 'drizzle-orm/postgres-js'` costs 550 ms and 250 MB of garbage
 * as ES modules, 70 ms and 25 MB this way. Nothing depends on it but time and memory.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'drizzle-orm' || specifier.startsWith('drizzle-orm/')
      ? next(specifier, { ...context, conditions: ['node', 'require'] })
      : next(specifier, context),
});
