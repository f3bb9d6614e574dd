/** Standard output, or any other stream of the process's own; it is not ended with the log. */
import type { LineSink } from './outbox.ts';

export interface LineStream {
  write(text: string, done: (error?: Error | null) => void): unknown;
}

/** A line counts as written once the stream took it. */
export function streamSink(stream: LineStream): LineSink {
  return {
    batchBytesMax: 65_536,
    write: (lines) =>
      new Promise((resolve, reject) => {
        stream.write(`${lines.join('\n')}\n`, (error) => (error ? reject(error) : resolve()));
      }),
    close: async () => undefined,
  };
}
