/** A bundle server as OPA's clients know it: one archive, ETag, and whatever else a test wants. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';

export interface BundleServer {
  readonly url: URL;
  readonly requests: readonly IncomingMessage[];
  /** What is answered from now on. */
  readonly answer: (what: Uint8Array | RequestListener) => void;
  readonly close: () => Promise<void>;
}

export async function startBundleServer(
  first: Uint8Array | RequestListener,
): Promise<BundleServer> {
  let current = first;
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    if (typeof current === 'function') return current(request, response);
    const etag = `"${createHash('sha256').update(current).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    return response.setHeader('etag', etag).end(current);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: new URL(`http://127.0.0.1:${address.port}/bundles/payscope.tar.gz`),
    requests,
    answer: (next) => {
      current = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
