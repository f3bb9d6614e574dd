/** Shadow: a candidate policy that decides along, and is never heard. */
export type { CountedDifference, ShadowDifference } from './report.ts';
export type { ShadowCandidate, ShadowState } from './runner.ts';
export { createShadow, type Shadow, type ShadowOptions, type ShadowReport } from './shadow.ts';
