/** One HTTP call to a key provider: JSON there and back, bounded in time and bytes. */
import { type Dispatcher, request } from 'undici';
import type { z } from 'zod';
import { KeyProviderError } from './provider.ts';
import { AttemptFailed } from './retry.ts';

export interface CallOptions {
  readonly name: string;
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** For a certificate authority of one's own. */
  readonly dispatcher?: Dispatcher | undefined;
}

export interface Answer {
  /** Of whom it is. */
  readonly name: string;
  readonly status: number;
  readonly retryAfterMs: number;
  readonly json: unknown;
}

const ANSWER_BYTES_MAX = 1_000_000;

/** @throws {AttemptFailed} to be asked again, where no answer came or none that is JSON. */
export async function call(options: CallOptions): Promise<Answer> {
  const { name, url, method, headers, body, timeoutMs, dispatcher } = options;
  try {
    const response = await request(url, {
      method,
      headers,
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
      ...(body === undefined ? {} : { body }),
      ...(dispatcher ? { dispatcher } : {}),
    });
    const text = await readBounded(response.body);
    return {
      name,
      status: response.statusCode,
      retryAfterMs: retryAfterOf(response.headers['retry-after']),
      json: text === '' ? undefined : JSON.parse(text),
    };
  } catch (cause) {
    const failure = new KeyProviderError('UNAVAILABLE', `${name} gave no usable answer`, { cause });
    throw new AttemptFailed(failure, true);
  }
}

/** @throws {KeyProviderError} UNAVAILABLE where the answer has another shape. */
export function readAnswer<T>(shape: z.ZodType<T>, { name, json }: Answer): T {
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new KeyProviderError('UNAVAILABLE', `${name} answered in a shape that is none of its own`);
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) throw new RangeError('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Seconds only; the form with a date is not what throttling answers give. */
function retryAfterOf(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0;
}
