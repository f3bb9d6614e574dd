import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bankIdOf } from '../../../lib/ids.ts';
import { generationsAt, webhookSecret } from './secret.ts';
import { signWebhook, TOLERANCE_SECONDS, verifyWebhook } from './signature.ts';

/** As in docs/webhooks.md; worked out with `openssl dgst -sha256 -hmac`. */
const SECRET = 'whsec_test';
const TIMESTAMP = 1_764_064_800;
const BODY = '{"id":"5f0c","type":"payment.recorded"}';
const signed = signWebhook({ body: BODY, timestamp: TIMESTAMP, secrets: [SECRET] });
const good = { header: signed, body: BODY, secret: SECRET, now: TIMESTAMP };
const rotating = signWebhook({ body: BODY, timestamp: TIMESTAMP, secrets: ['whsec_new', SECRET] });

const CASES: readonly (readonly [string, Parameters<typeof verifyWebhook>[0], string])[] = [
  ['as it was sent', good, 'good'],
  ['at the end of the window', { ...good, now: TIMESTAMP + TOLERANCE_SECONDS }, 'good'],
  ['past the window', { ...good, now: TIMESTAMP + TOLERANCE_SECONDS + 1 }, 'outside-window'],
  ['from the future', { ...good, now: TIMESTAMP - TOLERANCE_SECONDS - 1 }, 'outside-window'],
  ['with another body', { ...good, body: `${BODY} ` }, 'wrong-signature'],
  ['with another secret', { ...good, secret: 'whsec_other' }, 'wrong-signature'],
  [
    'with a newer timestamp put in',
    { ...good, header: signed.replace(/t=\d+/, `t=${TIMESTAMP + 1}`) },
    'wrong-signature',
  ],
  ['with half a signature', { ...good, header: signed.slice(0, -32) }, 'wrong-signature'],
  ['while secrets change, by the old one', { ...good, header: rotating }, 'good'],
  [
    'while secrets change, by the new one',
    { ...good, header: rotating, secret: 'whsec_new' },
    'good',
  ],
  ['with no timestamp', { ...good, header: signed.replace(/^t=\d+,/, '') }, 'malformed'],
  ['with no signature', { ...good, header: `t=${TIMESTAMP}` }, 'malformed'],
  ['with nothing', { ...good, header: '' }, 'malformed'],
];

describe('a delivery', () => {
  it.each(CASES)('%s is found so', (_, given, verdict) => {
    expect(verifyWebhook(given)).toBe(verdict);
  });

  it('has the signature that openssl makes', () => {
    const made = execFileSync('openssl', ['dgst', '-sha256', '-hmac', SECRET], {
      input: `${TIMESTAMP}.${BODY}`,
    });
    expect(signed).toBe(`t=${TIMESTAMP},v1=${String(made).trim().split(' ').at(-1)}`);
  });
});

describe('docs/webhooks.md', () => {
  const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
  const codeOf = (language: string): string =>
    page.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
  /** Says of each case on a line whether it is good. */
  function run(command: readonly [string, ...string[]], name: string, code: string): string[] {
    const dir = mkdtempSync(join(tmpdir(), 'payscope-verify-'));
    const file = join(dir, name);
    writeFileSync(file, code);
    const input = JSON.stringify(CASES.map(([, given]) => given));
    const { stdout, stderr } = spawnSync(command[0], [...command.slice(1), file], {
      input,
      encoding: 'utf8',
    });
    rmSync(dir, { recursive: true });
    if (stderr !== '') throw new Error(stderr);
    return stdout.trim().split('\n');
  }
  const expected = CASES.map(([, , verdict]) => (verdict === 'good' ? 'good' : 'bad'));

  it('shows TypeScript that judges all of them the same', () => {
    const calls = `
      import { readFileSync as read } from 'node:fs';
      for (const { header, body, secret, now } of JSON.parse(read(0, 'utf8')))
        console.log(isFromPayScope(header, body, secret, now) ? 'good' : 'bad');`;
    const node = [process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] as const;
    expect(run([...node], 'verify.mts', codeOf('ts') + calls)).toEqual(expected);
  });

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
    'shows Python that judges all of them the same',
    () => {
      const calls = [
        'import json, sys',
        'for c in json.load(sys.stdin):',
        '    args = (c["header"], c["body"].encode(), c["secret"], c["now"])',
        '    print("good" if is_from_payscope(*args) else "bad")',
      ].join('\n');
      expect(run(['python3'], 'verify.py', `${codeOf('python')}\n${calls}\n`)).toEqual(expected);
    },
  );

  it('shows a header that is right', () => {
    const [, key = '', header = '', body = ''] =
      /secret +(\S+)\n.*header +(\S+)\n.*body +(\S+)\n/.exec(page) ?? [];
    const now = Number(/^t=(\d+)/.exec(header)?.[1]);
    expect(verifyWebhook({ header, body, secret: key, now })).toBe('good');
  });
});

describe('the secret of a webhook', () => {
  const webhook = { bankId: bankIdOf('HB'), webhookId: 'w', generation: 1 };

  it.each([
    ['bank', { ...webhook, bankId: bankIdOf('CD') }],
    ['webhook', { ...webhook, webhookId: 'x' }],
    ['generation', { ...webhook, generation: 2 }],
  ])('is another for another %s', (_, other) => {
    expect(webhookSecret('key', other)).not.toBe(webhookSecret('key', webhook));
  });

  it('of the generation before signs for a day more, and no longer', () => {
    const rotatedAt = '2026-11-25T00:00:00.000Z';
    const at = (text: string, generation = 2) =>
      generationsAt(new Date(text), { generation, rotatedAt });
    expect(at('2026-11-25T23:59:59Z')).toEqual([2, 1]);
    expect(at('2026-11-26T00:00:00Z')).toEqual([2]);
    expect(generationsAt(new Date(), { generation: 1, rotatedAt: null })).toEqual([1]);
  });
});
