import { describe, expect, it } from 'vitest';
import { ConfigError } from '../lib/config/index.ts';
import { checkTls } from './tls-config.ts';

const FILES = { TLS_CERT_FILE: 'a.pem', TLS_KEY_FILE: 'a.key', TLS_CA_FILE: 'ca.pem' };
const check = (env: Record<string, string>, url: string) =>
  checkTls({ NODE_ENV: 'development', ...env }, [{ variable: 'FACTS_URL', url }]);

describe('how subgraphs are called', () => {
  it.each<[string, Record<string, string>, string, RegExp]>([
    ['plain while TLS is set up', FILES, 'http://127.0.0.1:1', /^FACTS_URL: got "http:.* https:/],
    ['TLS without files', {}, 'https://facts:4000', /^FACTS_URL: .*TLS_CERT_FILE/],
    ['a certificate without its key', { TLS_CERT_FILE: 'a' }, 'https://a', /^TLS_KEY_FILE: /],
    [
      'a key without authorities',
      { TLS_KEY_FILE: 'a', TLS_CERT_FILE: 'a' },
      'https://a',
      /^TLS_CA/,
    ],
    ['plain in production', { NODE_ENV: 'production' }, 'http://facts:4000', /in production.*TLS_/],
    ['plain to an address', { NODE_ENV: 'production' }, 'http://10.0.0.1', /in production/],
    [
      'plain to a name that only begins like one of this machine',
      { NODE_ENV: 'production' },
      'http://localhost.example',
      /in production/,
    ],
    [
      'plain to a name that only looks like an address of this machine',
      { NODE_ENV: 'production' },
      'http://127.0.0.1.example',
      /in production/,
    ],
  ])('refuses %s', (_what, env, url, message) => {
    expect(() => check(env, url)).toThrow(ConfigError);
    expect(() => check(env, url)).toThrow(message);
  });

  it.each([
    ['plain in development', {}, 'http://facts:4000'],
    ['plain on this machine in production', { NODE_ENV: 'production' }, 'http://127.0.0.1:1'],
    ['the same by name', { NODE_ENV: 'production' }, 'http://localhost:1'],
    ['the same by IPv6', { NODE_ENV: 'production' }, 'http://[::1]:1'],
  ])('takes %s', (_what, env, url) => {
    expect(check(env, url)).toBeUndefined();
  });

  it('takes TLS with all three files, and knows services by their URI', () => {
    const tls = check({ ...FILES, NODE_ENV: 'production' }, 'https://facts:4000');
    expect(tls).toMatchObject({ certFile: 'a.pem', keyFile: 'a.key', caFile: 'ca.pem' });
    expect(tls?.identityOf('facts')).toBe('spiffe://payscope/facts');
  });
});
