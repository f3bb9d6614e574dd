import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureCertificates } from '../../lib/certs/index.ts';
import { readCliConfig } from '../config.ts';
import { certificatesCheck } from './certificates.ts';

const DAY_MS = 86_400_000;

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payscope-doctor-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const certs = () => join(dataDir, 'certs');
const states = async () =>
  (await certificatesCheck.run(readCliConfig({ DATA_DIR: dataDir }))).map(
    ({ state, says }) => `${state}: ${says.replaceAll(dataDir, '')}`,
  );
/** As if they had been made so many days ago. */
const made = (days: number) =>
  ensureCertificates(certs(), { now: new Date(Date.now() - days * DAY_MS) });

test('a folder without certificates is worth a note', async () => {
  expect(await states()).toEqual([expect.stringMatching(/^note: none in/)]);
});

test.each([
  [0, 'ok: 6 services have one'],
  [24, 'note: /certs/gateway.pem runs out on'],
  [31, 'finding: /certs/gateway.pem ran out on'],
  [-2, 'finding: /certs/gateway.pem is not good before'],
])('of certificates made %i days ago it says "%s"', async (days, says) => {
  await made(days);
  expect((await states())[0]).toContain(says);
});

test.each([
  ['is missing', (file: string) => rm(file)],
  ['is no certificate', (file: string) => writeFile(file, 'nothing')],
])('a certificate that %s is found', async (what, spoil) => {
  await made(0);
  await spoil(join(certs(), 'facts.pem'));
  expect(await states()).toEqual([`finding: /certs/facts.pem ${what}`]);
});
