/** What an entry of the trail tells of besides an operation. */

/** In the order of the graph's enum. */
export const CATEGORIES = [
  'access',
  'change',
  'policy',
  'security',
  'lifecycle',
  'system',
] as const;

/** A field before and after; null where there was, or is, nothing. */
export type ValueChange = {
  readonly before: string | null;
  readonly after: string | null;
  /**
   * Whose personal data it is; null where it is nobody's. Both values are sealed then, in base64, under
   * that subject's key, and nobody reads them once it is erased. The hash covers what is sealed, so the
   * chain stays whole.
   */
  readonly subject: string | null;
};

export interface AuditEvent {
  readonly category: (typeof CATEGORIES)[number];
  /** As POLICY_PUBLISHED: capitals and underscores, at most 64. */
  readonly kind: string;
  /** At most 20, of at most 500 characters each. */
  readonly details: Readonly<Record<string, string>>;
  /** By the names of the fields. */
  readonly changes?: Readonly<Record<string, ValueChange>> | undefined;
}
