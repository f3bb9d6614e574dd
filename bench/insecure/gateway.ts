/**
 * A gateway whose hop tokens are signed by nothing, to measure what signing costs. Not a way to run
 * one: there is no switch for it, only this file, which breaks the signature of the whole process.
 */
const UNSIGNED = new ArrayBuffer(64);

crypto.subtle.sign = async () => UNSIGNED;

await import('../../gateway/main.ts');
