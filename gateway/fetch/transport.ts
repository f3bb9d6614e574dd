/** One HTTP connection pool per origin, every request under a deadline. */
import { Pool } from 'undici';

export interface GetRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface PostRequest extends GetRequest {
  readonly body: string;
}

export interface TransportResponse {
  readonly status: number;
  readonly body: string;
}

export interface Transport {
  /** @throws when the connection fails, time runs out, or the answer is too large. */
  readonly post: (request: PostRequest) => Promise<TransportResponse>;
  readonly get: (request: GetRequest) => Promise<TransportResponse>;
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
  const send = async (
    method: 'GET' | 'POST',
    { url, headers, timeoutMs }: GetRequest,
    body?: string,
  ): Promise<TransportResponse> => {
    const target = new URL(url);
    const response = await poolOf(target.origin).request({
      path: `${target.pathname}${target.search}`,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
    });
    return { status: response.statusCode, body: await response.body.text() };
  };
  return {
    post: (request) => send('POST', request, request.body),
    get: (request) => send('GET', request),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
