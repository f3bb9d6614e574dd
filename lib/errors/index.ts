export { codeOf } from './code-of.ts';
export { type Audience, CODES, type Code, type CodeEntry, isCode } from './codes.ts';
export { Refusal, type RefusalDetails } from './refusal.ts';
