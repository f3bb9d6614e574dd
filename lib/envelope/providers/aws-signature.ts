/** AWS Signature Version 4 for one POST to the root path, as AWS KMS takes it. */
import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined;
}

export interface SignOptions {
  readonly credentials: AwsCredentials;
  readonly region: string;
  readonly service: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly now: Date;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The headers to send: those given, the date, and the signature over all of them and the body. */
export function signAwsRequest(options: SignOptions): Readonly<Record<string, string>> {
  const { credentials, region, service, host, body, now } = options;
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers: Readonly<Record<string, string>> = {
    ...options.headers,
    host,
    'x-amz-date': time,
    ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
  };
  const names = Object.keys(headers).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const canonical = ['POST', '/', '', lines, signed, hash(body)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = [ALGORITHM, time, scope, hash(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    mac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = mac(key, text).toString('hex');
  const credential = `Credential=${credentials.accessKeyId}/${scope}`;
  return {
    ...headers,
    authorization: `${ALGORITHM} ${credential}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function mac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
