import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { foreignHost, isLoopback } from './loopback-only.ts';

describe('the network in tests', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['localhost', true],
    ['192.0.2.1', false],
    ['2001:db8::1', false],
    ['example.com', false],
  ])('%s is on this machine: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });

  it.each([
    ['a port and a host', [443, 'example.com'], 'example.com'],
    ['a port as text', ['443', 'example.com'], 'example.com'],
    ['options', [{ port: 443, host: 'example.com' }], 'example.com'],
    [
      'the arguments normalised by node:net',
      [[{ port: 443, host: '192.0.2.1' }, null]],
      '192.0.2.1',
    ],
    ['a port alone', [5432], undefined],
    ['a Unix socket', ['/run/x.sock'], undefined],
    ['an address as http gives it', [{ host: '192.0.2.1', path: null }], '192.0.2.1'],
    ['a Unix socket in options', [{ path: '/run/x.sock' }], undefined],
    ['this machine', [{ port: 1, host: '127.0.0.1' }], undefined],
  ])('reads the host out of %s', (_, args, expected) => {
    expect(foreignHost(args)).toBe(expected);
  });

  it('ends a connection to anything else with an error that names it', async () => {
    const socket = connect({ host: '192.0.2.1', port: 443 });
    const error = await new Promise((resolve) => socket.once('error', resolve));
    expect(error).toMatchObject({ message: expect.stringContaining('192.0.2.1') });
  });

  it('ends a fetch the same way', async () => {
    await expect(fetch('http://192.0.2.1/')).rejects.toMatchObject({
      cause: { message: expect.stringContaining('192.0.2.1') },
    });
  });
});
