/**
 * A server that takes OPA's decision logs: POST to `/logs` below its address, a gzipped JSON array
 * (https://www.openpolicyagent.org/docs/management-decision-logs#decision-log-service-api).
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BatchTooLarge, type LineSink } from './outbox.ts';

export interface HttpSinkOptions {
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token: string | undefined;
  readonly timeoutMs: number;
}

const compress = promisify(gzip);

/** Any answer but 2xx means that nothing was taken. */
export function httpSink({ url, token, timeoutMs }: HttpSinkOptions): LineSink {
  const target = `${url.replace(/\/+$/, '')}/logs`;
  return {
    batchBytesMax: 524_288,
    write: async (lines) => {
      const response = await fetch(target, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: new Uint8Array(await compress(`[${lines.join(',')}]`)),
      });
      await response.body?.cancel();
      if (response.status === 413) throw new BatchTooLarge('the server takes smaller batches');
      if (!response.ok) throw new Error(`the decision log's server answered ${response.status}`);
    },
    close: async () => undefined,
  };
}
