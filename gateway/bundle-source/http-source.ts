/** Bundles over HTTP: any OPA bundle server, and object stores by signed URL. */
import { readFile } from 'node:fs/promises';
import { ARCHIVE_BYTES_MAX, type BundleSource, type SourceAnswer, SourceError } from './source.ts';

export interface HttpOptions {
  /** For the whole answer, from the first byte sent to the last one read. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
}

const TIMEOUT_MS = 5_000;

/**
 * A URL that stays the same; `tokenFile` holds a bearer token, and is read every time.
 * @example httpSource(new URL('https://bundles.example/payscope.tar.gz'), { tokenFile: undefined })
 */
export function httpSource(
  url: URL,
  { tokenFile, ...options }: HttpOptions & { readonly tokenFile?: string | undefined },
): BundleSource {
  return {
    origin: 'url',
    describe: () => withoutSecrets(url),
    read: async (known, signal) => {
      const token = tokenFile === undefined ? undefined : await readLine(tokenFile);
      return fetchBundle(url, { known, signal, token, ...options });
    },
    write: async (archive) => {
      const token = tokenFile === undefined ? undefined : await readLine(tokenFile);
      await putBundle(url, archive, { token, ...options });
    },
  };
}

/** A URL that expires, out of a file that somebody keeps fresh. */
export function signedUrlSource(urlFile: string, options: HttpOptions = {}): BundleSource {
  return {
    origin: 'signed_url',
    describe: () => `the URL in ${urlFile}`,
    read: async (known, signal) => {
      const text = await readLine(urlFile);
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol)) {
        throw new SourceError('unreadable', `${urlFile} holds no http(s) URL`);
      }
      return fetchBundle(url, { known, signal, token: undefined, ...options });
    },
  };
}

interface Fetch extends HttpOptions {
  readonly known: string | undefined;
  readonly signal: AbortSignal;
  readonly token: string | undefined;
}

/**
 * Redirects are not followed: the token would go along, and whoever can make the server point
 * elsewhere could hold us to an older bundle.
 */
async function fetchBundle(url: URL, options: Fetch): Promise<SourceAnswer> {
  const { known, token, timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const where = withoutSecrets(url);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([timeout, options.signal]),
      headers: {
        accept: 'application/vnd.openpolicyagent.bundles, application/octet-stream, */*;q=0.1',
        // The archive is compressed as it is; and what unfolds here would be no archive any more.
        'accept-encoding': 'identity',
        prefer: 'modes=snapshot',
        ...(known === undefined ? {} : { 'if-none-match': known }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
    return await answerOf(response, where, known);
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const kind = timeout.aborted ? 'timeout' : 'unreachable';
    throw new SourceError(kind, `${where}: ${kind}`, withoutUrl(cause));
  }
}

/** As object stores and web servers with a writable folder take it (RFC 9110 §9.3.4). */
async function putBundle(
  url: URL,
  archive: Uint8Array,
  { token, timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch }: Omit<Fetch, 'known' | 'signal'>,
): Promise<void> {
  const where = withoutSecrets(url);
  const response = await fetch(url, {
    method: 'PUT',
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'content-type': 'application/vnd.openpolicyagent.bundles',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: new Blob([new Uint8Array(archive)]),
  }).catch((cause: unknown) => {
    throw new SourceError('unreachable', `${where}: not written`, withoutUrl(cause));
  });
  await response.body?.cancel();
  if (!response.ok) throw new SourceError('refused', `${where} answered ${response.status}`);
}

async function answerOf(
  response: Response,
  where: string,
  known: string | undefined,
): Promise<SourceAnswer> {
  const { status } = response;
  if (status === 200) {
    const archive = await readBody(response, where);
    return { kind: 'changed', archive, tag: response.headers.get('etag') ?? undefined };
  }
  await response.body?.cancel();
  if (status === 304 && known !== undefined) return { kind: 'unchanged' };
  const kind =
    status === 404
      ? 'missing'
      : status === 401 || status === 403
        ? 'unauthorized'
        : status >= 300 && status < 400
          ? 'redirected'
          : 'refused';
  throw new SourceError(kind, `${where} answered ${status}`);
}

async function readBody(response: Response, where: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > ARCHIVE_BYTES_MAX) throw new SourceError('too_large', `${where}: over 16 MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readLine(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SourceError('unreadable', `${file} can't be read`, cause);
  });
  return text.trim();
}

/** The query of a signed URL is its password. */
function withoutSecrets({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

/** What fetch says of a failure may quote the URL; the reason under it does not. */
function withoutUrl(cause: unknown): unknown {
  const reason = cause instanceof Error ? (cause.cause ?? cause) : cause;
  if (!(reason instanceof Error)) return undefined;
  const code = 'code' in reason ? String(reason.code) : reason.name;
  return new Error(code);
}
