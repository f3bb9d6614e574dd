/** Gets a JWK Set over HTTP, no more of it than is reasonable. */
import { KeysUnavailable } from './key-set.ts';

const BYTES_MAX = 1_048_576;

/**
 * Redirects are not followed: who can make the issuer's server point elsewhere would otherwise
 * choose our keys.
 * @returns what the JSON says, not yet looked at.
 * @throws {KeysUnavailable} timeout, unreachable or refused.
 */
export async function fetchKeys(
  url: URL,
  timeoutMs: number,
  fetch: typeof globalThis.fetch,
): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      signal,
      redirect: 'manual',
      headers: { accept: 'application/jwk-set+json, application/json' },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new KeysUnavailable('refused', `the JWK Set's URL answered ${response.status}`);
    }
    return parse(await readBody(response));
  } catch (cause) {
    if (cause instanceof KeysUnavailable) throw cause;
    const kind = signal.aborted ? 'timeout' : 'unreachable';
    throw new KeysUnavailable(kind, `the JWK Set could not be had: ${kind}`, cause);
  }
}

/** Counts bytes as they unfold, so that a compressed answer can't be larger than it looks. */
async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > BYTES_MAX) throw new KeysUnavailable('refused', 'the JWK Set is over 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new KeysUnavailable('refused', 'the JWK Set is no JSON', cause);
  }
}
