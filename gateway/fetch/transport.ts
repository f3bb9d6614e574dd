/** One HTTP connection pool per origin, every request under a deadline. */
import { Pool } from 'undici';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export interface PostResponse {
  readonly status: number;
  readonly body: string;
}

export interface Transport {
  /** @throws when the connection fails, time runs out, or the answer is too large. */
  readonly post: (request: PostRequest) => Promise<PostResponse>;
  readonly close: () => Promise<void>;
}

const CONNECTIONS_PER_ORIGIN = 32;
const RESPONSE_BYTES_MAX = 64 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 1_000;

export function createTransport(): Transport {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      maxResponseSize: RESPONSE_BYTES_MAX,
    });
    pools.set(origin, pool);
    return pool;
  };
  return {
    post: async ({ url, headers, body, timeoutMs }) => {
      const target = new URL(url);
      const response = await poolOf(target.origin).request({
        path: `${target.pathname}${target.search}`,
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
      });
      return { status: response.statusCode, body: await response.body.text() };
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
