/**
 * `npm run evaluators [-- --inputs N] [--seed N]`: random inputs on OPA's evaluator and on the WASM.
 * Exit codes: 0 they never differ, 1 they do, 2 wrong usage, 3 the compiler is not here.
 */
import { runScript } from './run-script.ts';

process.exitCode = await runScript('test/evaluators/main.ts', process.argv.slice(2));
