/** One suite, all key providers: each against a stand-in that speaks its HTTP. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type KeyService,
  KMS_ARN,
  startKms,
  startVault,
  VAULT_TOKEN,
} from '../../../test/support/key-services.ts';
import { bankIdOf } from '../../ids.ts';
import { anyOf } from './any-of.ts';
import { awsKms } from './aws-kms.ts';
import { addKey, openKeyFile } from './local-file.ts';
import type { KeyProvider } from './provider.ts';
import { RETRY, type RetryOptions } from './retry.ts';
import { vaultTransit } from './vault-transit.ts';

const context = { bankId: bankIdOf('HB'), subjectId: 'a', generation: 1 };
const retry: RetryOptions = { ...RETRY, wait: async () => undefined };

let folder: string;
let file: string;
let vault: KeyService & { readonly rotate: () => void };
let kms: KeyService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'providers-'));
  file = join(folder, 'keys.json');
  await addKey(file);
  vault = await startVault('payscope');
  kms = await startKms();
});
afterAll(async () => {
  await Promise.all([vault.close(), kms.close(), rm(folder, { recursive: true })]);
});

const toVault = (token = VAULT_TOKEN, timeoutMs = 2_000): KeyProvider =>
  vaultTransit({
    address: vault.url,
    mount: 'transit',
    keyName: 'payscope',
    token: async () => token,
    timeoutMs,
    retry,
  });
const toKms = (keyArn = KMS_ARN, timeoutMs = 2_000): KeyProvider =>
  awsKms({
    keyArn,
    timeoutMs,
    retry,
    client: {
      endpoint: kms.url.href,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    },
  });

describe.each([
  { name: 'a file', open: () => openKeyFile(file) },
  { name: 'Vault transit', open: async () => toVault() },
  { name: 'AWS KMS', open: async () => toKms() },
])('$name', ({ open }) => {
  it('unwraps what it wrapped, under the key it names', async () => {
    const provider = await open();
    const dataKey = randomBytes(32);
    const wrapped = await provider.wrap(dataKey, context);
    expect(wrapped.keyId).toBe(await provider.keyId());
    expect(provider.knows(wrapped.keyId)).toBe(true);
    expect(Buffer.from(wrapped.bytes).includes(dataKey)).toBe(false);
    expect(Buffer.from(await provider.unwrap(wrapped, context)).equals(dataKey)).toBe(true);
  });

  it.each([{ bankId: bankIdOf('CD') }, { subjectId: 'b' }, { generation: 2 }])(
    'unwraps in the same context only, not with %o',
    async (other) => {
      const provider = await open();
      const wrapped = await provider.wrap(randomBytes(32), context);
      const refused = provider.unwrap(wrapped, { ...context, ...other });
      await expect(refused).rejects.toMatchObject({ kind: 'BROKEN' });
    },
  );

  it('unwraps nothing that was changed', async () => {
    const provider = await open();
    const { keyId, bytes } = await provider.wrap(randomBytes(32), context);
    for (const at of [0, bytes.length >> 1, bytes.length - 3]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const refused = provider.unwrap({ keyId, bytes: changed }, context);
      await expect(refused).rejects.toMatchObject({ kind: 'BROKEN' });
    }
    const cut = provider.unwrap({ keyId, bytes: bytes.subarray(0, 8) }, context);
    await expect(cut).rejects.toMatchObject({ kind: 'BROKEN' });
  });
});

const unanswered = () => undefined;
const status =
  (code: number, body = '{}', headers: Record<string, string> = {}) =>
  (response: import('node:http').ServerResponse) =>
    void response.writeHead(code, headers).end(body);
const reset = (response: import('node:http').ServerResponse) => void response.socket?.destroy();

describe.each([
  { name: 'Vault transit', service: () => vault as KeyService, open: toVault },
  { name: 'AWS KMS', service: () => kms, open: toKms },
])('$name, when things go wrong,', ({ service, open }) => {
  it.each([
    ['was reset', reset],
    ['is overloaded', status(503)],
    ['throttles', status(429, '{}', { 'retry-after': '1' })],
    ['answers no JSON', status(200, '<html>')],
    ['fails inside', status(500, '{"__type":"KMSInternalException"}')],
    ['answers without end', status(200, `"${'x'.repeat(2_000_000)}"`)],
  ])('is asked again where it %s', async (_what, fault) => {
    service().faults.push(fault, fault);
    const before = service().requests.length;
    await open().wrap(randomBytes(32), context);
    expect(service().requests.length - before).toBe(3);
  });

  it('is asked four times at most, then is unavailable', async () => {
    const before = service().requests.length;
    service().faults.push(...Array.from({ length: 4 }, () => status(503)));
    const failed = open().wrap(randomBytes(32), context);
    await expect(failed).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    expect(service().requests.length - before).toBe(4);
  });

  it('is not waited for longer than allowed', async () => {
    service().faults.push(...Array.from({ length: 4 }, () => unanswered));
    const failed = open(undefined, 30).wrap(randomBytes(32), context);
    await expect(failed).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    service().faults.length = 0;
  });

  it('is asked once where asking again changes nothing', async () => {
    const before = service().requests.length;
    service().faults.push(status(403, '{"__type":"AccessDeniedException"}'));
    const failed = open().wrap(randomBytes(32), context);
    await expect(failed).rejects.toMatchObject({ kind: 'REFUSED' });
    expect(service().requests.length - before).toBe(1);
  });

  it('is not believed in a shape that is none of its own', async () => {
    service().faults.push(status(200, '{"data":{},"KeyId":"another"}'));
    const failed = open().wrap(randomBytes(32), context);
    await expect(failed).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
  });
});

describe('Vault transit', () => {
  it('wraps with a new version once rotated, and still unwraps what the old one wrapped', async () => {
    const provider = toVault();
    const old = await provider.wrap(Buffer.alloc(32, 7), context);
    vault.rotate();
    expect(await provider.keyId()).not.toBe(old.keyId);
    expect((await provider.unwrap(old, context)).every((byte) => byte === 7)).toBe(true);
    const renamed = { ...old, keyId: await provider.keyId() };
    await expect(provider.unwrap(renamed, context)).rejects.toMatchObject({ kind: 'BROKEN' });
  });

  it('refuses a wrong token, which no message repeats', async () => {
    const failed = toVault('hvs.wrong').wrap(randomBytes(32), context);
    await expect(failed).rejects.toMatchObject({
      kind: 'REFUSED',
      message: expect.not.stringContaining('hvs'),
    });
  });
});

describe('AWS KMS', () => {
  it('throttles by 400, and is asked again', async () => {
    kms.faults.push(status(400, '{"__type":"ThrottlingException"}'));
    await toKms().wrap(randomBytes(32), context);
  });

  it('takes the ARN of a key only, and no answer of another key', async () => {
    for (const arn of [
      'payscope',
      'alias/payscope',
      `${KMS_ARN}/x y`,
      KMS_ARN.replace('key/', 'alias/'),
    ]) {
      expect(() => toKms(arn), arn).toThrow(RangeError);
    }
    kms.faults.push(status(200, JSON.stringify({ KeyId: 'another', CiphertextBlob: 'AAAA' })));
    const failed = toKms().wrap(randomBytes(32), context);
    await expect(failed).rejects.toMatchObject({ kind: 'REFUSED' });
  });
});

describe('a key file', () => {
  it('is its owner’s alone, and keeps old keys when one is added', async () => {
    const own = join(folder, 'own.json');
    const first = await addKey(own);
    const wrapped = await (await openKeyFile(own)).wrap(Buffer.alloc(32, 7), context);
    const second = await addKey(own);
    expect((await stat(own)).mode & 0o777).toBe(0o600);
    const provider = await openKeyFile(own);
    expect([wrapped.keyId, await provider.keyId()]).toEqual([first, second]);
    expect((await provider.unwrap(wrapped, context)).every((byte) => byte === 7)).toBe(true);
    const renamed = { ...wrapped, keyId: second };
    await expect(provider.unwrap(renamed, context)).rejects.toMatchObject({ kind: 'BROKEN' });
  });

  it.each([
    ['others may write it', async (path: string) => chmod(path, 0o620)],
    ['it is no JSON', (path: string) => writeFile(path, 'c2VjcmV0')],
    [
      'a key is too short',
      (path: string) => writeFile(path, '{"keys":[{"id":"a","key":"c2VjcmV0"}]}'),
    ],
    ['it holds none', (path: string) => writeFile(path, '{"keys":[]}')],
    [
      'two are named alike',
      async (path: string) => {
        const { keys } = JSON.parse(await readFile(path, 'utf8'));
        await writeFile(path, JSON.stringify({ keys: [keys[0], keys[0]] }));
      },
    ],
  ])('is refused where %s, without repeating it', async (_what, spoil) => {
    const spoilt = join(folder, `${randomBytes(4).toString('hex')}.json`);
    await addKey(spoilt);
    await spoil(spoilt);
    await expect(openKeyFile(spoilt)).rejects.toThrow(spoilt);
    await expect(openKeyFile(spoilt)).rejects.not.toThrow('c2VjcmV0');
  });
});

describe('several providers', () => {
  it('wrap with the first, unwrap with the one that wrapped, and refuse what none knows', async () => {
    const local = await openKeyFile(file);
    const both = anyOf(toKms(), local);
    const old = await local.wrap(Buffer.alloc(32, 7), context);
    expect((await both.wrap(randomBytes(32), context)).keyId).toBe(`aws-kms:${KMS_ARN}`);
    expect((await both.unwrap(old, context)).every((byte) => byte === 7)).toBe(true);
    const unknown = both.unwrap({ ...old, keyId: 'file:unknown' }, context);
    await expect(unknown).rejects.toMatchObject({ kind: 'REFUSED' });
  });
});
