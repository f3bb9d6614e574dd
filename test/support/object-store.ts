/** A store that speaks as much of S3's HTTP as one who writes checkpoints uses, and fails when told to. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type StoreMood =
  | { readonly kind: 'works' }
  /** Refuses this many requests, and works afterwards. */
  | { readonly kind: 'refuses'; readonly status: number; readonly code: string; times: number }
  | { readonly kind: 'hangs' }
  /** As stores do that were there before conditional writes. */
  | { readonly kind: 'knows no conditions' };

export interface ObjectStore {
  readonly endpoint: string;
  /** By bucket and key, as `bucket/key`. */
  readonly objects: ReadonlyMap<string, string>;
  /** Puts what nobody wrote through the protocol. */
  readonly plant: (path: string, body: string) => void;
  /** Method and path of each request, in order. */
  readonly asked: string[];
  readonly signedBy: ReadonlySet<string>;
  readonly become: (mood: StoreMood) => void;
  readonly close: () => void;
}

export async function serveObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, string>();
  const asked: string[] = [];
  const signedBy = new Set<string>();
  let mood: StoreMood = { kind: 'works' };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://store');
    const path = decodeURIComponent(url.pathname.slice(1));
    asked.push(`${request.method} ${path}`);
    signedBy.add(/Credential=([^,]+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody');
    if (mood.kind === 'hangs') return;
    if (mood.kind === 'refuses' && mood.times > 0) {
      mood.times -= 1;
      return refuse(response, mood.status, mood.code);
    }
    if (request.method === 'PUT') {
      const isConditional = request.headers['if-none-match'] === '*';
      if (isConditional && mood.kind === 'knows no conditions') {
        return refuse(response, 501, 'NotImplemented');
      }
      if (isConditional && objects.has(path)) return refuse(response, 412, 'PreconditionFailed');
      objects.set(path, await bodyOf(request));
      return response.writeHead(200, { etag: '"x"' }).end();
    }
    if (url.searchParams.get('list-type') === '2') {
      return list(response, url.searchParams, path.replace(/\/$/, ''), objects);
    }
    const found = objects.get(path);
    if (found === undefined) return refuse(response, 404, 'NoSuchKey');
    return response.writeHead(200, { 'content-length': Buffer.byteLength(found) }).end(found);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    endpoint: typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '',
    objects,
    plant: (path, body) => void objects.set(path, body),
    asked,
    signedBy,
    become: (next) => {
      mood = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
function list(
  response: ServerResponse,
  asked: URLSearchParams,
  bucket: string,
  objects: ReadonlyMap<string, string>,
): void {
  const prefix = asked.get('prefix') ?? '';
  const keys = [...objects.keys()]
    .filter((path) => path.startsWith(`${bucket}/${prefix}`))
    .map((path) => path.slice(bucket.length + 1))
    .sort()
    .slice(0, Number(asked.get('max-keys') ?? 1_000));
  const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(`<ListBucketResult><Name>${bucket}</Name>${contents}</ListBucketResult>`);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
    .end(`<Error><Code>${code}</Code><Message>told to</Message></Error>`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += part;
  return body;
}
