/**
 * `npm run conformance [-- --json]`: role × field × path, against an independent oracle.
 * Exit codes: 0 no differences, 1 differences, 2 wrong usage.
 */
import { runScript } from './run-script.ts';

process.exitCode = await runScript('test/conformance/main.ts', process.argv.slice(2));
