/** Where policy bundles come from, and where the last good one is kept. */
export { fileSource } from './file-source.ts';
export { type Followed, type Follower, followSource } from './follow-source.ts';
export { httpSource, signedUrlSource } from './http-source.ts';
export { createLastGood, type Kept, type LastGood } from './last-good.ts';
export { type BundleSource, type SourceAnswer, SourceError } from './source.ts';
