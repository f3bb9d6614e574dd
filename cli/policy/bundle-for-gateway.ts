/** Whether a gateway of today could use a bundle: an older policy can be looked at, and yet lack what it asks. */
import type { Bundle } from '../../gateway/policy/bundle.ts';
import type { Terminal } from '../terminal.ts';

/** Undefined where it couldn't; the reason is told. */
export async function bundleForGateway(
  terminal: Terminal,
  archive: Uint8Array,
): Promise<Bundle | undefined> {
  const { BundleError, readBundle } = await import('../../gateway/policy/index.ts');
  try {
    return await readBundle(archive);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    terminal.progress(`${terminal.colors.red('✗')} the gateway would refuse it: ${error.message}`);
    return undefined;
  }
}
