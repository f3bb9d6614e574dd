/**
 * `npm run properties [-- --operations N --seed N]`: properties of generated operations.
 * Exit codes: 0 they hold, 1 a counterexample, 2 wrong usage.
 */
import { runScript } from './run-script.ts';

process.exitCode = await runScript('test/properties/main.ts', process.argv.slice(2));
