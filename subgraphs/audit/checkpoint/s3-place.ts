/**
 * A bucket of S3 or of a store that speaks its protocol. Each checkpoint is an object of its own that is
 * never written over, so the bucket may be one that lets nobody (Object Lock, compliance mode).
 */
import type { CheckpointPlace } from './place.ts';

export interface S3PlaceOptions {
  readonly bucket: string;
  /** Before the names of the logs; empty for none. */
  readonly prefix: string;
  readonly region: string;
  /** Of a compatible store; its buckets are named in the path. */
  readonly endpoint?: string | undefined;
  /** Undefined: found as Amazon's programs find them, from the machine's role to a file. */
  readonly credentials?: S3Credentials | undefined;
  readonly timeoutMs?: number;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Of one call, with the retries in it. */
const TIMEOUT_MS = 5_000;
const NOTE_BYTES_MAX = 100_000;
const SIZE_DIGITS = 16;

/** @example await s3Place({ bucket: 'checkpoints', prefix: 'bank', region: 'eu-central-1' }) */
export async function s3Place({
  bucket: Bucket,
  prefix,
  region,
  endpoint,
  credentials,
  timeoutMs = TIMEOUT_MS,
}: S3PlaceOptions): Promise<CheckpointPlace> {
  // Heavy, and few need it.
  const { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client, S3ServiceException } =
    await import('@aws-sdk/client-s3');
  const client = new S3Client({
    region,
    ...(credentials && { credentials }),
    ...(endpoint && { endpoint, forcePathStyle: true }),
  });
  const inTime = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });
  const folderOf = (origin: string) => `${prefix && `${prefix}/`}${origin}/`;

  const get = async (Key: string): Promise<string> => {
    const { Body, ContentLength = Number.POSITIVE_INFINITY } = await client.send(
      new GetObjectCommand({ Bucket, Key }),
      inTime(),
    );
    if (ContentLength > NOTE_BYTES_MAX) throw new Error(`${Key} is no note`);
    return (await Body?.transformToString()) ?? '';
  };
  const findFirst = async (Prefix: string): Promise<string | undefined> => {
    const { Contents } = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }),
      inTime(),
    );
    return Contents?.[0]?.Key;
  };
  const put = async (Key: string, Body: string, condition: { IfNoneMatch?: '*' }) => {
    const ContentType = 'text/plain; charset=utf-8';
    await client.send(
      new PutObjectCommand({ Bucket, Key, Body, ContentType, ...condition }),
      inTime(),
    );
  };
  const refuseOther = async (key: string, note: string): Promise<void> => {
    if ((await get(key)) !== note) throw new Error(`${key} is there already, and another one`);
  };

  return {
    keep: async (origin, note) => {
      const key = `${folderOf(origin)}${nameOf(note)}`;
      try {
        await put(key, note, { IfNoneMatch: '*' });
      } catch (error) {
        const code = error instanceof S3ServiceException ? error.name : undefined;
        if (code === 'PreconditionFailed') return refuseOther(key, note);
        if (code !== 'NotImplemented') throw error;
        // A store that knows no conditions: there is one writer a log, so looking first will do.
        if ((await findFirst(key)) === key) return refuseOther(key, note);
        await put(key, note, {});
      }
    },
    latest: async (origin) => {
      const key = await findFirst(folderOf(origin));
      return key === undefined ? undefined : get(key);
    },
  };
}

/** Names count down, since stores list them upwards: the newest is the first, in one short answer. */
function nameOf(note: string): string {
  const size = Number(note.split('\n')[1]);
  return `${String(Number.MAX_SAFE_INTEGER - size).padStart(SIZE_DIGITS, '0')}-${size}`;
}
