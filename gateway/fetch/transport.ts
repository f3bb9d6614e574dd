/** One HTTP connection pool per origin, every request under a deadline. */
import { type buildConnector, Pool } from 'undici';
import { clientOptions, type TlsMaterial } from '../../lib/tls/index.ts';

export interface GetRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Aborts when the answer is wanted no more; the connection is closed, so the subgraph knows. */
  readonly signal?: AbortSignal;
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

/** Of the gateway's own subgraphs; others are reached as the system trusts them. */
export interface TransportTls {
  /** As the files have it now: once they change, connections are made anew. */
  readonly material: () => TlsMaterial;
  /** By origin: the URI that its certificate must have. */
  readonly services: ReadonlyMap<string, string>;
}

interface OpenPool {
  readonly pool: Pool;
  readonly material: TlsMaterial | undefined;
}

const CONNECTIONS_PER_ORIGIN = 32;
const RESPONSE_BYTES_MAX = 64 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 1_000;

export function createTransport(tls?: TransportTls): Transport {
  const pools = new Map<string, OpenPool>();
  const poolOf = (origin: string): Pool => {
    const service = tls?.services.get(origin);
    const material = service === undefined ? undefined : tls?.material();
    const known = pools.get(origin);
    if (known?.material === material && known) return known.pool;
    const pool = new Pool(origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      connect: connectOptions(material, service),
      maxResponseSize: RESPONSE_BYTES_MAX,
    });
    pools.set(origin, { pool, material });
    // Answers what it has begun.
    if (known) void known.pool.close();
    return pool;
  };
  const send = async (
    method: 'GET' | 'POST',
    { url, headers, timeoutMs, signal }: GetRequest,
    body?: string,
  ): Promise<TransportResponse> => {
    const target = new URL(url);
    const response = await poolOf(target.origin).request({
      path: `${target.pathname}${target.search}`,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: eitherOf(AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))), signal),
    });
    return { status: response.statusCode, body: await response.body.text() };
  };
  return {
    post: (request) => send('POST', request, request.body),
    get: (request) => send('GET', request),
    close: async () => {
      await Promise.all([...pools.values()].map(({ pool }) => pool.close()));
    },
  };
}

function eitherOf(timeout: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal ? AbortSignal.any([timeout, signal]) : timeout;
}

function connectOptions(
  material: TlsMaterial | undefined,
  service: string | undefined,
): buildConnector.BuildOptions {
  const plain = { timeout: CONNECT_TIMEOUT_MS };
  if (!material || service === undefined) return plain;
  // A resumed session would not look at the certificate again.
  return { ...plain, ...clientOptions(material, service), maxCachedSessions: 0 };
}
