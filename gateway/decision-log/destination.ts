/** What DECISION_LOG names. */

import { fileSink } from './file-sink.ts';
import { httpSink } from './http-sink.ts';
import type { LineSink } from './outbox.ts';
import { type LineStream, streamSink } from './stream-sink.ts';

export type Destination =
  | { readonly kind: 'off' }
  | { readonly kind: 'stdout' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'http'; readonly url: string };

/** @example parseDestination('file:.data/log/decisions.jsonl') // { kind: 'file', file: … } */
export function parseDestination(text: string): Destination | undefined {
  if (text === 'off' || text === 'stdout') return { kind: text };
  if (text.startsWith('file:')) {
    const file = text.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
    return file === '' ? undefined : { kind: 'file', file };
  }
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { username, password, search, hash } = new URL(text);
  return username || password || search || hash ? undefined : { kind: 'http', url: text };
}

export interface SinkOptions {
  readonly stdout: LineStream;
  readonly rotateBytes: number;
  readonly token: string | undefined;
  readonly now: () => Date;
}

const SEND_TIMEOUT_MS = 10_000;

export function sinkFor(
  destination: Exclude<Destination, { readonly kind: 'off' }>,
  { stdout, rotateBytes, token, now }: SinkOptions,
): LineSink {
  switch (destination.kind) {
    case 'stdout':
      return streamSink(stdout);
    case 'file':
      return fileSink({ file: destination.file, rotateBytes, now });
    case 'http':
      return httpSink({ url: destination.url, token, timeoutMs: SEND_TIMEOUT_MS });
    default:
      return destination satisfies never;
  }
}
