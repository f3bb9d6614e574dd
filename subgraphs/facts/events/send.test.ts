import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../../test/support/webhook-receiver.ts';
import { isAllowed, whyNoWebhook } from './address.ts';
import { createSender, type SenderOptions } from './send.ts';

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());

async function send(url: string, options: SenderOptions) {
  const sender = createSender(options);
  try {
    return await sender.send({ url, body: '{}', headers: {} });
  } finally {
    await sender.close();
  }
}

describe('an address', () => {
  const INSIDE = [
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.8.8.8', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
    ...['240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8'],
    ...['::10.0.0.1', '64:ff9b::a00:1', 'fc00::1', 'fd12::1', 'fe80::1', 'fec0::1', 'ff02::1'],
    ...['2001::1', '2001:db8::1', '2002:a00:1::', '100::1', 'example', ''],
  ];
  it.each(INSIDE)('%s is not open to webhooks', (address) => {
    expect(isAllowed(address, { rule: 'public', protocol: 'https:' })).toBe(false);
  });

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2001:4860:4860::8888'])(
    '%s is, by https only',
    (address) => {
      expect(isAllowed(address, { rule: 'public', protocol: 'https:' })).toBe(true);
      expect(isAllowed(address, { rule: 'local', protocol: 'https:' })).toBe(true);
      expect(isAllowed(address, { rule: 'local', protocol: 'http:' })).toBe(false);
    },
  );

  it.each(['169.254.169.254', 'fe80::1', '0.0.0.0', '224.0.0.1', '::ffff:169.254.169.254'])(
    '%s is not open in development either',
    (address) => {
      for (const protocol of ['http:', 'https:']) {
        expect(isAllowed(address, { rule: 'local', protocol })).toBe(false);
      }
    },
  );

  it('of this machine is open to http in development', () => {
    expect(isAllowed('127.0.0.1', { rule: 'local', protocol: 'http:' })).toBe(true);
    expect(isAllowed('10.0.0.1', { rule: 'local', protocol: 'http:' })).toBe(false);
    expect(isAllowed('10.0.0.1', { rule: 'local', protocol: 'https:' })).toBe(true);
  });
});

it.each([
  ['no URL', 'x'],
  ['no https', 'http://example.org/'],
  ['another scheme', 'file:///etc/passwd'],
  ['a user', 'https://u:p@example.org/'],
  ['a fragment', 'https://example.org/#x'],
  ['an address inside', 'https://127.0.0.1/'],
  ['an address inside, in other words', 'https://0x7f.1/'],
  ['an address inside, as one number', 'https://2130706433/'],
  ['an address inside, by IPv6', 'https://[::ffff:127.0.0.1]/'],
])('a webhook with %s is not added', (_, url) => {
  expect(whyNoWebhook(url, 'public')).toBeDefined();
});

it('a webhook by https is added', () => {
  expect(whyNoWebhook('https://bank.example/hook?x=1', 'public')).toBeUndefined();
});

describe('an attempt', () => {
  it.each([
    [204, { kind: 'taken' }],
    [302, { kind: 'failed', reason: 'STATUS_302' }],
    [500, { kind: 'failed', reason: 'STATUS_500' }],
  ])('answered %i is %j, and nobody is redirected', async (status, outcome) => {
    receiver.answer(() => status);
    const before = receiver.received.length;
    expect(await send(receiver.url, { rule: 'local' })).toEqual(outcome);
    expect(receiver.received.length).toBe(before + 1);
  });

  it('that is not answered ends in time', async () => {
    receiver.answer(() => undefined);
    const outcome = await send(receiver.url, { rule: 'local', timeoutMs: 200 });
    expect(outcome).toEqual({ kind: 'failed', reason: 'TIMEOUT' });
  });

  it('at an address inside connects to nobody', async () => {
    const before = receiver.received.length;
    const url = receiver.url.replace('http:', 'https:');
    for (const one of [url, receiver.url]) {
      const outcome = await send(one, { rule: 'public' });
      expect(outcome).toEqual({ kind: 'failed', reason: 'ADDRESS_NOT_ALLOWED' });
    }
    expect(receiver.received.length).toBe(before);
  });

  it('by a name is refused where the name leads inside when connecting', async () => {
    const asked: string[] = [];
    const resolve = async (name: string) => {
      asked.push(name);
      return [{ address: '169.254.169.254', family: 4 }];
    };
    const outcome = await send('https://localhost/', { rule: 'public', resolve });
    expect(outcome).toEqual({ kind: 'failed', reason: 'ADDRESS_NOT_ALLOWED' });
    expect(asked).toEqual(['localhost']);
  });

  it('by a name goes to the addresses of it that are open', async () => {
    receiver.answer(() => 200);
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    const resolve = async () => [
      { address: '169.254.169.254', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await send(url, { rule: 'local', resolve })).toEqual({ kind: 'taken' });
  });
});
