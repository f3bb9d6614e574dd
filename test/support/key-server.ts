/** An issuer's HTTP server for its JWK Set, as well-behaved as a test wants it. */
import { createServer, type RequestListener } from 'node:http';
import type { JSONWebKeySet } from 'jose';

export interface KeyServer {
  readonly url: URL;
  readonly fetches: () => number;
  /** What is answered from now on. */
  readonly answer: (what: JSONWebKeySet | RequestListener) => void;
  readonly close: () => Promise<void>;
}

export async function startKeyServer(first: JSONWebKeySet | RequestListener): Promise<KeyServer> {
  let current = first;
  let fetches = 0;
  const server = createServer((request, response) => {
    fetches += 1;
    if (typeof current === 'function') current(request, response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(current));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: new URL(`http://127.0.0.1:${address.port}/jwks`),
    fetches: () => fetches,
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
