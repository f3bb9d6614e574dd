/** Whether whoever asked still waits for the answer. */
import type { ServerResponse } from 'node:http';

/**
 * Aborts when the connection ends before the answer is out.
 * @example const signal = clientGone(reply.raw)
 */
export function clientGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
