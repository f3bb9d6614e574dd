/**
 * A gateway whose hop tokens are signed by nothing, to measure what signing costs. Not a way to run
 * one: there is no switch for it, only this file, which breaks the signature of the whole process.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const UNSIGNED = Buffer.alloc(64);

crypto.sign = () => UNSIGNED;
syncBuiltinESMExports();

await import('../../gateway/main.ts');
