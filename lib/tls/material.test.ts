import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EXPIRED,
  makeTestCertificates,
  NOT_YET,
  type TestCertificates,
} from '../../test/support/certificates.ts';
import { ConfigError } from '../config/index.ts';
import type { TlsFiles } from './config.ts';
import { followTls, readTls } from './material.ts';

let certificates: TestCertificates;
beforeAll(async () => {
  certificates = await makeTestCertificates();
});
afterAll(() => certificates.remove());

async function written(name: string, text: string): Promise<string> {
  const file = join(certificates.dir, name);
  await writeFile(file, text);
  return file;
}

describe('the files of a service', () => {
  it.each<[string, RegExp, () => Promise<TlsFiles>]>([
    ['expired', /facts\.pem expired on/, () => certificates.leaf('facts', EXPIRED)],
    ['not good yet', /facts\.pem is good only from/, () => certificates.leaf('facts', NOT_YET)],
    ['an authority’s', /of-authority\.pem is of an authority/, () => certificates.ofAuthority()],
    [
      'without its key',
      /graph\.key is not the key of .*facts\.pem/,
      async () => ({
        ...(await certificates.leaf('facts')),
        keyFile: (await certificates.leaf('graph')).keyFile,
      }),
    ],
    [
      'missing',
      /none\.pem can't be read \(ENOENT\)/,
      async () => ({ ...(await certificates.leaf('facts')), certFile: 'none.pem' }),
    ],
    [
      'no PEM',
      /text\.pem holds no certificate/,
      async () => ({
        ...(await certificates.leaf('facts')),
        certFile: await written('text.pem', 'hello'),
      }),
    ],
    [
      'a key that is none',
      /text\.key holds no private key/,
      async () => ({
        ...(await certificates.leaf('facts')),
        keyFile: await written('text.key', 'hello'),
      }),
    ],
    [
      'trusting a service as an authority',
      /graph\.pem holds a certificate of no authority/,
      async () => ({
        ...(await certificates.leaf('facts')),
        caFile: (await certificates.leaf('graph')).certFile,
      }),
    ],
  ])('are refused when %s, saying which and what to do', async (_what, message, files) => {
    const reading = readTls(await files());
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(/payscope certs/);
  });

  it('stay in force as they were where what comes next can’t be used', async () => {
    const files = await certificates.leaf('audit');
    const failures: unknown[] = [];
    const followed = await followTls(files, { onFailure: (cause) => failures.push(cause) });
    const before = followed.current();
    await writeFile(files.certFile, '-----BEGIN CERT');
    await followed.refresh();
    expect(followed.current()).toBe(before);
    expect(failures).toHaveLength(1);
    const next = await certificates.leaf('audit-next');
    await copyFile(next.keyFile, files.keyFile);
    await copyFile(next.certFile, files.certFile);
    await followed.refresh();
    expect(followed.current()).not.toBe(before);
    followed.stop();
  });
});
