/** A proxy before a real subgraph that keeps what was sent to it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SeenRequest {
  readonly subgraph: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

export interface Spy {
  readonly url: string;
  /** Makes every further request, or those to one path, fail as if the subgraph were gone. */
  readonly cut: (isCut: boolean, path?: string) => void;
  readonly close: () => Promise<void>;
}

export async function startSpy(
  subgraph: string,
  target: string,
  seen: SeenRequest[],
): Promise<Spy> {
  let cutPath: string | undefined;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const path = request.url ?? '/';
    const authorization = request.headers.authorization ?? '';
    if (cutPath === '*' || cutPath === path) return response.destroy();
    if (request.method === 'POST') seen.push({ subgraph, path, authorization, body });
    const left = new AbortController();
    response.once('close', () => left.abort());
    try {
      const answer = await fetch(new URL(path, target), {
        signal: left.signal,
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json', authorization },
        ...(request.method === 'POST' ? { body } : {}),
      });
      const answered = await answer.text();
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      return response.end(answered);
    } catch (error) {
      // Who asks has gone, and so it goes on: the subgraph sees it too.
      if (left.signal.aborted) return undefined;
      throw error;
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut: (isCut, path = '*') => {
      cutPath = isCut ? path : undefined;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
