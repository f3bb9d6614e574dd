import { expect, it } from 'vitest';
import { identityIn } from './identity.ts';
import { isLoopback } from './loopback.ts';

const GATEWAY = 'spiffe://payscope/gateway';

it.each([
  ['its one URI', `DNS:localhost, URI:${GATEWAY}`, GATEWAY],
  ['none without names', undefined, undefined],
  ['none without a URI', 'DNS:gateway, IP Address:127.0.0.1', undefined],
  ['none with two', `URI:spiffe://payscope/facts, URI:${GATEWAY}`, undefined],
  ['none by a DNS name that reads like one', `DNS:"x, URI:${GATEWAY}"`, undefined],
  ['none by a URI with a comma in it', `URI:"${GATEWAY}, x"`, undefined],
])('a certificate is of %s', (_what, names, identity) => {
  expect(identityIn(names)).toBe(identity);
});

it.each([
  ['localhost', true],
  ['a.localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['[::1]', true],
  ['localhost.example', false],
  ['127.0.0.1.example', false],
  ['notlocalhost', false],
  ['10.0.0.1', false],
  ['0.0.0.0', false],
])('%s stays on this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
