/** The compiled policy as a function: opa-wasm behind one call that may throw. */
import { loadPolicy as instantiate } from '@open-policy-agent/opa-wasm';
import type { Bundle, Entrypoint } from './bundle.ts';

/** Asks the policy about coordinates; gives whatever it answered. May throw anything. */
export type Evaluate = (input: {
  readonly subject: { readonly role: string };
  readonly coordinates: readonly string[];
}) => unknown;

/** Asks the policy one of its questions; gives whatever it answered. May throw anything. */
export type EvaluateEntrypoint = (entrypoint: Entrypoint, input: object) => unknown;

/** Of 64 KiB: 64 MiB, some hundred times what the committed policy takes. */
const MEMORY_PAGES_MAX = 1_024;

/**
 * Instantiates the bundle's module. After a throw the instance's memory can't be trusted: it is
 * replaced, and calls throw until the new one is there.
 *
 * @throws when the module does not compile.
 */
export async function instantiateWasm(
  bundle: Bundle,
  data: Readonly<Record<string, unknown>>,
): Promise<EvaluateEntrypoint> {
  const fresh = async () => {
    const instance = await instantiate(bundle.wasm, { initial: 5, maximum: MEMORY_PAGES_MAX });
    instance.setData(data);
    return instance;
  };
  let instance: Awaited<ReturnType<typeof fresh>> | undefined = await fresh();
  const replace = () => {
    instance = undefined;
    fresh().then(
      (replacement) => {
        instance = replacement;
      },
      () => undefined, // Stays without an instance, so every call throws, and is told.
    );
  };
  return (entrypoint, input) => {
    if (instance === undefined) throw new Error('the policy is being instantiated again');
    try {
      return instance.evaluate(input, entrypoint);
    } catch (thrown) {
      replace();
      throw thrown;
    }
  };
}
