/** A subscriber of webhooks on a port of this machine, that keeps what it was sent and answers as told. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly signature: string;
  readonly body: string;
  /** Unix seconds. */
  readonly at: number;
}

export interface Answered extends Received {
  /** Undefined for no answer at all. */
  readonly status: number | undefined;
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Answered[];
  /** From now on; 200 at first. Undefined for no answer at all. */
  readonly answer: (answer: (received: Received) => number | undefined) => void;
  readonly close: () => Promise<void>;
}

export async function startWebhookReceiver(port = 0): Promise<WebhookReceiver> {
  const received: Answered[] = [];
  let statusOf: (received: Received) => number | undefined = () => 200;
  const server = createServer(async (request, response) => {
    request.setEncoding('utf8');
    let body = '';
    for await (const piece of request) body += piece;
    const signature = String(request.headers['payscope-signature'] ?? '');
    const at = Math.floor(Date.now() / 1_000);
    const one = { path: request.url ?? '', signature, body, at };
    const status = statusOf(one);
    received.push({ ...one, status });
    if (status !== undefined) response.writeHead(status, { location: '/elsewhere' }).end('thanks');
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: chosen } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${chosen}/hook`,
    received,
    answer: (answer) => {
      statusOf = answer;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
