/**
 * A server that keeps what is put: `<base>/<origin>/<size>` for good, `<base>/<origin>/latest` for
 * whoever asks for the newest. Each is one plain PUT, as object stores take them.
 */
import type { CheckpointPlace } from './place.ts';

export interface HttpPlaceOptions {
  readonly base: string;
  /** Sent with each request, as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 5_000;
const NOTE_CHARACTERS_MAX = 100_000;

/** @example httpPlace({ base: 'https://checkpoints.example/payscope' }) */
export function httpPlace({
  base,
  headers = {},
  timeoutMs = TIMEOUT_MS,
  fetch: send = fetch,
}: HttpPlaceOptions): CheckpointPlace {
  const urlOf = (origin: string, name: string) =>
    `${base.replace(/\/$/, '')}/${encodeURIComponent(origin)}/${name}`;
  const ask = (url: string, init: RequestInit) =>
    send(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  const put = async (url: string, note: string) => {
    const response = await ask(url, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
      body: note,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the place for checkpoints answered ${response.status}`);
  };
  return {
    keep: async (origin, note) => {
      const size = note.split('\n')[1] ?? '';
      await put(urlOf(origin, size), note);
      await put(urlOf(origin, 'latest'), note);
    },
    latest: async (origin) => {
      const response = await ask(urlOf(origin, 'latest'), { headers });
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (!response.ok) throw new Error(`the place for checkpoints answered ${response.status}`);
      const note = await response.text();
      if (note.length > NOTE_CHARACTERS_MAX) throw new Error('the latest checkpoint is no note');
      return note;
    },
  };
}
