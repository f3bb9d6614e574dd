import { X509Certificate } from 'node:crypto';
import {
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newAuthority } from '../../test/support/certificates.ts';
import { CertificatesError } from './authority-files.ts';
import { type EnsureOptions, ensureCertificates } from './ensure.ts';
import { SERVICES } from './holders.ts';

const DAY_MS = 86_400_000;
const NOW = new Date();
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'payscope-certs-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const at = (name: string) => join(dir, name);
const certificateIn = async (name: string) => new X509Certificate(await readFile(at(name)));

async function statesOf(options?: EnsureOptions): Promise<Readonly<Record<string, string>>> {
  const rows = await ensureCertificates(dir, { now: NOW, ...options });
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}

const all = (ca: string, rest: string) => ({
  ca,
  ...Object.fromEntries(SERVICES.map(({ name }) => [name, rest])),
});

describe('the certificates of a folder', () => {
  it('are made once, and kept', async () => {
    expect(await statesOf()).toEqual(all('made', 'made'));
    expect(await statesOf()).toEqual(all('kept', 'kept'));
  });

  it('are each of one service, by its URI and name', async () => {
    await statesOf();
    for (const { name } of SERVICES) {
      const { subjectAltName, ca } = await certificateIn(`${name}.pem`);
      expect(ca).toBe(false);
      expect(subjectAltName?.split(', ')).toEqual([
        'DNS:localhost',
        'IP Address:127.0.0.1',
        'IP Address:0:0:0:0:0:0:0:1',
        `DNS:${name}`,
        `URI:spiffe://payscope/${name}`,
      ]);
    }
    const authority = await certificateIn('ca.pem');
    expect(authority.ca).toBe(true);
  });

  it('have keys for their owner only, in a folder of the owner', async () => {
    await statesOf();
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    for (const name of (await readdir(dir)).filter((each) => each.endsWith('.key'))) {
      expect((await stat(at(name))).mode & 0o777).toBe(0o600);
    }
  });

  it.each([
    [19, 'kept'],
    [21, 'renewed'],
  ])('of 30 days are %i days later %s', async (days, state) => {
    await statesOf();
    expect(await statesOf({ now: inDays(days) })).toEqual(all('kept', state));
  });

  it('are all renewed when told so, by the same authority', async () => {
    await statesOf();
    const before = await readFile(at('ca.pem'), 'utf8');
    expect(await statesOf({ force: true })).toEqual(all('kept', 'renewed'));
    expect(await readFile(at('ca.pem'), 'utf8')).toBe(before);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['has no key', () => rm(at('facts.key'))],
    ["has another's key", () => copyFile(at('audit.key'), at('facts.key'))],
    ['is cut off', () => truncate(at('facts.pem'), 100)],
    [
      'is of another service',
      async () => {
        await copyFile(at('audit.pem'), at('facts.pem'));
        await copyFile(at('audit.key'), at('facts.key'));
      },
    ],
  ])('are made anew where one %s', async (_what, harm) => {
    await statesOf();
    await harm();
    const { facts, ...others } = await statesOf();
    expect(facts).toMatch(/made|renewed/);
    expect(new Set(Object.values(others))).toEqual(new Set(['kept']));
  });

  it('are made by one of two that begin at once', async () => {
    const states = await Promise.all([statesOf(), statesOf()]);
    expect(states).toContainEqual(all('made', 'made'));
    expect(states).toContainEqual(all('kept', 'kept'));
  });
});

describe('the authority', () => {
  it('is followed by one that may sign for further names, and stays trusted beside it', async () => {
    await statesOf();
    const before = await certificateIn('ca.pem');
    const names = ['db.internal', '10.1.2.3'];
    expect(await statesOf({ names })).toEqual(all('renewed', 'renewed'));
    expect((await readFile(at('ca.pem'), 'utf8')).trim()).toContain(before.toString().trim());
    expect((await certificateIn('facts.pem')).subjectAltName).toContain('DNS:db.internal');
    // Asked for once, they stay.
    expect(await statesOf()).toEqual(all('kept', 'kept'));
  });

  it('is renewed before its end, and what it signed with it', async () => {
    await statesOf();
    expect(await statesOf({ now: inDays(5 * 365 * 0.7) })).toEqual(all('renewed', 'renewed'));
  });

  it('of somebody else is never overwritten', async () => {
    const foreign = newAuthority();
    await writeFile(at('ca.pem'), foreign.certificate);
    await writeFile(at('ca.key'), foreign.pem);
    for (const force of [false, true]) {
      await expect(statesOf({ force })).rejects.toThrow(CertificatesError);
    }
    expect(await readFile(at('ca.pem'), 'utf8')).toBe(foreign.certificate);
    expect(await readFile(at('ca.key'), 'utf8')).toBe(foreign.pem);
  });

  it('put in place of ours is taken for somebody else’s', async () => {
    await statesOf();
    await writeFile(at('ca.pem'), newAuthority().certificate);
    await expect(statesOf()).rejects.toThrow(/ca\.pem is not an authority this command made/);
  });

  it('whose key is kept elsewhere is not replaced', async () => {
    await statesOf();
    await rm(at('ca.key'));
    await expect(statesOf()).rejects.toThrow(/ca\.key is missing/);
  });

  it.each([
    ['the note of it', ['made.json']],
    ['its key', ['made.json', 'ca.key']],
  ])('is made after an interruption behind %s', async (_what, written) => {
    await statesOf();
    const old = await Promise.all(['ca.pem', 'ca.key'].map((name) => readFile(at(name), 'utf8')));
    await statesOf({ names: ['x.internal'] });
    // As if the process had ended before it wrote the rest.
    if (!written.includes('ca.key')) await writeFile(at('ca.key'), old[1] ?? '');
    await writeFile(at('ca.pem'), old[0] ?? '');
    const states = await statesOf();
    expect(states).not.toHaveProperty('ca', undefined);
    expect(await statesOf()).toEqual(all('kept', 'kept'));
    const authority = await certificateIn('ca.pem');
    expect((await certificateIn('facts.pem')).verify(authority.publicKey)).toBe(true);
  });
});
