/** What can be wrong with a policy bundle. */

/** Why a bundle is not used; the `kind` of its metric and log line. */
export const BUNDLE_FAULTS = [
  /** No gzipped tar archive, or signatures that are not written as they should be. */
  'unreadable',
  /** A patch of another bundle; only whole ones are taken, since OPA can't sign patches. */
  'delta',
  'unsigned',
  /** OPA takes one signature, and so do we: of two, which one counts? */
  'several_signatures',
  /** `none`, a shared secret, or any algorithm that is not one of ALGORITHMS. */
  'weak_algorithm',
  /** A file's hash is MD5, SHA-1 or another one weaker than SHA-256. */
  'weak_hash',
  /** The trust file can't be used, so that nobody's signature counts. */
  'no_keys',
  /** No trusted key has that id, or its algorithm is another. */
  'wrong_key',
  /** The signature or a file's hash doesn't match; a file is missing, or one too many. */
  'tampered',
  'wrong_scope',
  /** Its signature has expired. */
  'stale',
  /** Signed in the future. */
  'not_yet_valid',
  /** Its serial is lower than one that was in force, or the same for other contents. */
  'rolled_back',
  /** It decides for another schema than the running one. */
  'wrong_schema',
  /** Whoever signed it wants to approve it as well. */
  'same_person',
  /** Another one is in force than the one it was meant to replace. */
  'replaces_another',
  /** Its approval could not be written to the audit trail. */
  'not_recorded',
  /** It could not be written to the source, where all gateways get it from. */
  'not_delivered',
  /** Signed by whom it should be, and yet without manifest, module, data or whole decisions. */
  'unusable',
] as const;

export type BundleFault = (typeof BUNDLE_FAULTS)[number];

/** Names and ids in it may be those of a bundle nobody has vouched for, and of any length. */
const MESSAGE_MAX = 500;

/** What is wrong with a bundle; it is not used, and the last good one stays in place. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly kind: BundleFault;

  constructor(
    message: string,
    options: { readonly cause?: unknown; readonly kind?: BundleFault } = {},
  ) {
    super(message.slice(0, MESSAGE_MAX), options);
    this.kind = options.kind ?? 'unusable';
  }
}
