import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../config/index.ts';
import { splitTls, withDatabaseTls } from './tls-url.ts';

const BASE = 'postgres://app:secret@db.example:5432/payscope';

describe('what a database URL says of TLS', () => {
  it('is taken out of what the driver sees', () => {
    const { url, tls } = splitTls(`${BASE}?sslmode=verify-full&sslrootcert=/ca.pem&options=x`);
    expect(url).toBe(`${BASE}?options=x`);
    expect(tls).toMatchObject({ host: 'db.example', caFile: '/ca.pem' });
  });

  it.each([
    ['none', '', undefined],
    ['disable', '?sslmode=disable', undefined],
    ['an authority alone means verify-full', '?sslrootcert=/ca.pem', '/ca.pem'],
  ])('%s', (_what, query, caFile) => {
    expect(splitTls(BASE + query).tls?.caFile).toBe(caFile);
  });

  it.each(['verify-full', 'verify-full&sslrootcert=system'])(
    'sslmode=%s alone trusts whom Node trusts',
    (mode) => {
      expect(splitTls(`${BASE}?sslmode=${mode}`).tls).toMatchObject({ caFile: undefined });
    },
  );

  it.each([
    ['sslmode=require', /sslmode=require.*takes verify-full or disable/],
    ['sslmode=prefer', /sslmode=prefer/],
    ['sslmode=allow', /sslmode=allow/],
    ['sslmode=verify-ca&sslrootcert=/ca.pem', /sslmode=verify-ca/],
    ['sslmode=off', /sslmode=off/],
    ['sslmode=disable&sslrootcert=/ca.pem', /sslmode=disable: takes no certificates/],
    ['ssl=true', /^ssl in a database URL/],
    ['ssl=no-verify', /^ssl in a database URL/],
    ['sslnegotiation=direct', /^sslnegotiation in/],
    ['sslmode=verify-full&sslcrl=/crl', /^sslcrl in/],
    ['SSLMODE=disable', /^SSLMODE in/],
    ['sslmode=verify-full&sslmode=disable', /once each/],
    ['sslmode=verify-full&sslcert=/a.pem', /sslcert and sslkey/],
  ])('refuses %s, and shows no password', (query, message) => {
    const split = () => splitTls(`${BASE}?${query}`);
    expect(split).toThrow(ConfigError);
    expect(split).toThrow(message);
    expect(split).not.toThrow(/secret/);
  });

  it('refuses several hosts, of which it could check one', () => {
    expect(() => splitTls('postgres://a:b@one,two/x?sslmode=verify-full')).toThrow(/one host/);
  });
});

describe('the files that variables name', () => {
  it('go into the URL, and make it verify', () => {
    const url = withDatabaseTls('DATABASE_URL', BASE, { DATABASE_CA_FILE: 'ca.pem' });
    expect(splitTls(url).tls?.caFile).toBe(resolve('ca.pem'));
    expect(withDatabaseTls('DATABASE_URL', url, { DATABASE_CA_FILE: 'ca.pem' })).toBe(url);
  });

  it.each<[string, string, object, RegExp]>([
    ['another file than the URL', '?sslrootcert=/b', { DATABASE_CA_FILE: '/a' }, /another file/],
    ['an authority for no TLS', '?sslmode=disable', { DATABASE_CA_FILE: '/a' }, /disable/],
    ['a certificate without its key', '', { DATABASE_CERT_FILE: '/a' }, /sslkey/],
    ['nothing, in production', '', { NODE_ENV: 'production' }, /is plain, and goes over a network/],
  ])('refuses %s', (_what, query, env, message) => {
    const read = () => withDatabaseTls('APP_DATABASE_URL', BASE + query, env);
    expect(read).toThrow(/^APP_DATABASE_URL: /);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret/);
  });

  it.each([
    ['on this machine', 'postgres://a:b@127.0.0.1/x'],
    ['where somebody says so', `${BASE}?sslmode=disable`],
  ])('may be missing in production %s', (_where, url) => {
    expect(withDatabaseTls('DATABASE_URL', url, { NODE_ENV: 'production' })).toBe(url);
  });
});
