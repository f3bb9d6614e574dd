/** What the trail is told of besides operations, and how. */
export { type AuditEvent, CATEGORIES, type ValueChange } from './event.ts';
export { type Happening, type Teller, tellTrail } from './tell-trail.ts';
