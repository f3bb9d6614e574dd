/** A compiled module for people to try: any entrypoint, any builtin of their own. */
import { loadPolicy } from '@open-policy-agent/opa-wasm';

/** An answer, or that there is none, or what went wrong. */
export type Answer =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'error'; readonly message: string };

export interface WasmModule {
  /** Never throws; after an error the module is instantiated anew. */
  ask(entrypoint: string, input: object): Promise<Answer>;
}

/** Functions by the name the policy calls them by. */
export type OwnBuiltins = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;

const MEMORY = { initial: 5, maximum: 1_024 } as const;

export async function openWasm(
  wasm: Uint8Array<ArrayBuffer>,
  data: Readonly<Record<string, unknown>>,
  builtins: OwnBuiltins = {},
): Promise<WasmModule> {
  const fresh = async () => {
    const policy = await loadPolicy(wasm, MEMORY, { ...builtins });
    policy.setData(data);
    return policy;
  };
  let policy = await fresh();
  return {
    ask: async (entrypoint, input) => {
      try {
        const results: unknown = policy.evaluate(input, entrypoint);
        const [first]: readonly unknown[] = Array.isArray(results) ? results : [];
        return typeof first === 'object' && first !== null && 'result' in first
          ? { kind: 'answer', value: first.result }
          : { kind: 'undefined' };
      } catch (thrown) {
        policy = await fresh();
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        return { kind: 'error', message };
      }
    },
  };
}
