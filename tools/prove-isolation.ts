/**
 * `npm run prove:isolation [-- --operations N --seed N --json]`: no bank is shown another's rows, with
 * every layer on and with one at a time off. Exit codes: 0 none is, 1 one is, 2 wrong usage.
 */
import { runScript } from './run-script.ts';

process.exitCode = await runScript('test/isolation/main.ts', process.argv.slice(2));
