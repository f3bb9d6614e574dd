/**
 * `npm run prove:ingest [-- --faults N --seed N]`: payments are recorded while processes die, networks
 * reset and disks fill; nothing is lost or doubled. Exit codes: 0 nothing is, 1 something is, 2 wrong usage.
 */
import { runScript } from './run-script.ts';

process.exitCode = await runScript('test/ingest/main.ts', process.argv.slice(2));
