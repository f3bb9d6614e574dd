/** The policy a gateway starts with: what its source has, or else the last good one. */
import { ConfigError } from '../../lib/config/index.ts';
import { type BundleSource, type LastGood, SourceError } from '../bundle-source/index.ts';
import { BundleError, type Policy, type SeenSerial, type VerifiedBundle } from '../policy/index.ts';
import type { Teller } from './teller.ts';
import type { Verify } from './verifier.ts';

export interface FirstPolicy {
  readonly bundle: VerifiedBundle;
  readonly policy: Policy;
  /** The source's name for it; none where the source did not give it. */
  readonly tag: string | undefined;
  readonly isFromSource: boolean;
}

export interface FirstPolicyOptions {
  readonly source: BundleSource;
  readonly lastGood: LastGood;
  readonly verify: Verify;
  readonly load: (archive: Uint8Array) => Promise<Policy>;
  readonly tell: Teller;
}

/**
 * The last good one is verified again; only its age doesn't count against it. Otherwise a
 * signature that nobody renewed would turn the next restart into an outage.
 *
 * @throws {ConfigError} when neither can be used: without a policy nothing is answered.
 */
export async function firstPolicy(options: FirstPolicyOptions): Promise<FirstPolicy> {
  const { source, lastGood, verify, load, tell } = options;
  const last = await lastGood.seen();
  const given = await fromSource(options, last);
  if (!(given instanceof Error)) return given;
  const kept = await lastGood.read();
  if (kept === undefined) throw noPolicy(source, given);
  try {
    const bundle = await verify(kept, { last, expired: 'report' });
    const policy = await load(kept);
    tell.ended('last_good', { kind: 'accepted', bundle, swapped: true });
    return { bundle, policy, tag: undefined, isFromSource: false };
  } catch (cause) {
    if (!(cause instanceof BundleError)) throw cause;
    throw noPolicy(source, given, cause);
  }
}

async function fromSource(
  { source, verify, load, lastGood, tell }: FirstPolicyOptions,
  last: SeenSerial | undefined,
): Promise<FirstPolicy | BundleError | SourceError> {
  try {
    const answer = await source.read(undefined, new AbortController().signal);
    if (answer.kind === 'unchanged') throw new SourceError('refused', 'unchanged since when?');
    tell.looked('changed');
    const bundle = await verify(answer.archive, { last });
    const policy = await load(answer.archive);
    await lastGood.keep(bundle.archive, bundle).catch(tell.notKept);
    tell.ended(source.origin, { kind: 'accepted', bundle, swapped: true });
    return { bundle, policy, tag: answer.tag, isFromSource: true };
  } catch (cause) {
    if (cause instanceof SourceError) tell.looked(cause.kind, cause);
    else if (cause instanceof BundleError) {
      const { kind: reason, message } = cause;
      tell.ended(source.origin, { kind: 'refused', reason, message }, cause);
    } else throw cause;
    return cause;
  }
}

const VARIABLES = {
  file: 'POLICY_BUNDLE_FILE',
  url: 'POLICY_BUNDLE_URL',
  signed_url: 'POLICY_BUNDLE_URL_FILE',
} as const;

function noPolicy(source: BundleSource, cause: Error, second?: Error): ConfigError {
  const which = `${VARIABLES[source.origin]}: "${source.describe()}" gives no policy`;
  const other = second ? `; and the last good one can't be used: ${second.message}` : '';
  return new ConfigError(`${which}: ${cause.message}${other}`, { cause });
}
