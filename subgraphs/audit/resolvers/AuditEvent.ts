import type { AuditEvent as Model } from '../../../lib/trail/index.ts';
import type { AuditCategory, AuditEventResolvers } from '../resolvers.generated.ts';

const NAMES: Readonly<Record<Model['category'], AuditCategory>> = {
  access: 'ACCESS',
  change: 'CHANGE',
  policy: 'POLICY',
  security: 'SECURITY',
  lifecycle: 'LIFECYCLE',
  system: 'SYSTEM',
};

export const AuditEvent: AuditEventResolvers = {
  category: ({ category }) => NAMES[category],
  /** The database keeps no order of them. */
  details: ({ details }) =>
    Object.entries(details)
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  changes: ({ changes = {} }) =>
    Object.entries(changes)
      .map(([name, { before, after, subject }]) => ({ name, before, after, subjectId: subject }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
};
