/** Stand-ins that speak the HTTP of HashiCorp Vault's transit engine and of AWS KMS. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** What happens to one request before the service sees it; undefined lets it through. */
export type Fault = (response: ServerResponse) => void;

export interface KeyService {
  readonly url: URL;
  /** Each takes one request, in order. */
  readonly faults: (Fault | undefined)[];
  readonly requests: Readonly<Record<string, string | string[] | undefined>>[];
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Serve = (request: IncomingMessage, body: unknown) => Answer;

export const VAULT_TOKEN = 'hvs.test';
export const KMS_ARN =
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const VaultInput = z.object({
  plaintext: z.base64().optional(),
  ciphertext: z.string().optional(),
  associated_data: z.base64(),
});
const KmsInput = z.object({
  KeyId: z.string(),
  Plaintext: z.base64().optional(),
  CiphertextBlob: z.base64().optional(),
  EncryptionContext: z.record(z.string(), z.string()),
});

/** @param keyName the one key of type aes256-gcm96, under the mount `transit`. */
export async function startVault(
  keyName: string,
): Promise<KeyService & { readonly rotate: () => void }> {
  const versions = [randomBytes(32)];
  const failed = (status: number) => ({ status, body: { errors: ['refused'] } });
  const service = await serve((request, body) => {
    if (request.headers['x-vault-token'] !== VAULT_TOKEN) return failed(403);
    if (request.method === 'GET' && request.url === `/v1/transit/keys/${keyName}`) {
      return { status: 200, body: { data: { latest_version: versions.length } } };
    }
    const input = VaultInput.safeParse(body);
    if (!input.success) return failed(400);
    const bound = Buffer.from(input.data.associated_data, 'base64');
    if (request.url === `/v1/transit/encrypt/${keyName}` && input.data.plaintext) {
      const sealed = encrypt(versions.at(-1), bound, Buffer.from(input.data.plaintext, 'base64'));
      const ciphertext = `vault:v${versions.length}:${sealed.toString('base64')}`;
      return { status: 200, body: { data: { ciphertext } } };
    }
    const [, version, text] = /^vault:v(\d+):(.+)$/.exec(input.data.ciphertext ?? '') ?? [];
    const plain = decrypt(versions[Number(version) - 1], bound, Buffer.from(text ?? '', 'base64'));
    if (request.url !== `/v1/transit/decrypt/${keyName}` || !plain) return failed(400);
    return { status: 200, body: { data: { plaintext: plain.toString('base64') } } };
  });
  return { ...service, rotate: () => void versions.push(randomBytes(32)) };
}

/** Knows KMS_ARN only; takes any credentials that signed. */
export async function startKms(): Promise<KeyService> {
  const key = randomBytes(32);
  const failed = (type: string): Answer => ({ status: 400, body: { __type: type } });
  return serve((request, body) => {
    const signed =
      /^AWS4-HMAC-SHA256 Credential=[^,]+, SignedHeaders=[\w;-]*host;[\w;-]*x-amz-date;[\w;-]*x-amz-target[\w;-]*, Signature=[0-9a-f]{64}$/;
    if (!signed.test(request.headers.authorization ?? '')) return failed('IncompleteSignature');
    const input = KmsInput.safeParse(body);
    if (!input.success) return failed('SerializationException');
    const { KeyId, Plaintext, CiphertextBlob, EncryptionContext } = input.data;
    if (KeyId !== KMS_ARN) return failed('NotFoundException');
    const pairs = Object.entries(EncryptionContext).sort(([a], [b]) => (a < b ? -1 : 1));
    const bound = Buffer.from(JSON.stringify(pairs));
    if (request.headers['x-amz-target'] === 'TrentService.Encrypt' && Plaintext) {
      const sealed = encrypt(key, bound, Buffer.from(Plaintext, 'base64'));
      return { status: 200, body: { KeyId, CiphertextBlob: sealed.toString('base64') } };
    }
    const plain = decrypt(key, bound, Buffer.from(CiphertextBlob ?? '', 'base64'));
    if (!plain) return failed('com.amazonaws.kms#InvalidCiphertextException');
    return { status: 200, body: { KeyId, Plaintext: plain.toString('base64') } };
  });
}

async function serve(answer: Serve): Promise<KeyService> {
  const faults: (Fault | undefined)[] = [];
  const requests: IncomingMessage['headers'][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push(request.headers);
    const fault = faults.shift();
    if (fault) return fault(response);
    const text = Buffer.concat(chunks).toString('utf8');
    const { status, body } = answer(request, text === '' ? undefined : JSON.parse(text));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: new URL(`http://127.0.0.1:${address.port}`),
    faults,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function encrypt(key: Buffer | undefined, bound: Buffer, plain: Buffer): Buffer {
  if (!key) throw new Error('no key');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer | undefined, bound: Buffer, sealed: Buffer): Buffer | undefined {
  if (!key || sealed.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), {
    authTagLength: 16,
  });
  decipher.setAAD(bound).setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}
