/** Which policy `payscope start` gives to the gateway, and how edits of it get there. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rootPath } from '../root.ts';
import type { Environment } from '../terminal.ts';
import type { Launch } from './launch.ts';

const COMMITTED = 'policies/bundle/bundle.tar.gz';

/** Where one of them is set, bundles come signed, by keys of somebody else's. */
const OTHERS = ['POLICY_KEYS_FILE', 'POLICY_BUNDLE_URL', 'POLICY_BUNDLE_URL_FILE'] as const;

/** Whether the launcher signs: not in production, and not where others do. */
export function signsItself(environment: Environment): boolean {
  const value = (name: string) => environment[name]?.trim();
  if (value('NODE_ENV') === 'production' || value('POLICY') === 'off') return false;
  return OTHERS.every((name) => !value(name));
}

/**
 * The variables the gateway is given besides: none where somebody else signs. Otherwise the
 * committed bundle, or the one POLICY_BUNDLE_FILE names, signed with a key of this machine; and
 * what is saved under policies/ is built, signed and in force moments later.
 */
export async function preparePolicy({
  context,
  place,
  opened,
}: Pick<Launch, 'context' | 'place' | 'opened'>): Promise<Environment> {
  const { environment, terminal } = context;
  if (!signsItself(environment)) return {};
  const { openDevelopmentPolicy } = await import('./development-policy.ts');
  const scope = environment.POLICY_SCOPE?.trim();
  const policy = await openDevelopmentPolicy(place.dataDir, scope ? { scope } : {});
  const given = environment.POLICY_BUNDLE_FILE?.trim();
  const bundle = await readFile(given ? resolve(given) : rootPath(COMMITTED));
  await policy.publish(bundle);
  if (!given) {
    const { watchPolicies } = await import('./watch-policies.ts');
    opened.defer(watchPolicies({ policy, terminal, environment, first: bundle }));
  }
  return { POLICY_BUNDLE_FILE: policy.bundleFile, POLICY_KEYS_FILE: policy.keysFile };
}
