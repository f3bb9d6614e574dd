/** The extensions of our certificates (RFC 5280 §4.2), each as it goes into one. */
import { createHash, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bits,
  inContext,
  integer,
  octets,
  oid,
  primitiveInContext,
  sequence,
  TRUE,
} from './der.ts';

/** What a certificate may be used for. */
export type Usage = 'server' | 'client';

const USAGE_OIDS: Readonly<Record<Usage, string>> = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
};

/** GeneralName's choices. */
const DNS = 2;
const URI = 6;
const IP = 7;

/** May sign certificates of services, and none that sign further. */
export function authorityOnly(): Buffer {
  return critical('2.5.29.19', sequence(TRUE, integer(Buffer.from([0]))));
}

export function noAuthority(): Buffer {
  return critical('2.5.29.19', sequence());
}

/** keyCertSign and cRLSign. */
export function signsCertificates(): Buffer {
  return critical('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1));
}

/** digitalSignature: all that TLS 1.3 asks of a key. */
export function signsHandshakes(): Buffer {
  return critical('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7));
}

export function usedAs(usages: readonly Usage[]): Buffer {
  return extension('2.5.29.37', sequence(...usages.map((usage) => oid(USAGE_OIDS[usage]))));
}

/** DNS names, addresses, and the one URI that says which service it is. */
export function subjectNames(names: readonly string[], uri: string): Buffer {
  return extension(
    '2.5.29.17',
    sequence(...names.map(nameOf), primitiveInContext(URI, ascii(uri))),
  );
}

/** The authority can sign for nothing else, wherever somebody has made it trusted. */
export function permitsOnly(names: readonly string[], uriHost: string): Buffer {
  const subtrees = [...names.map(rangeOf), primitiveInContext(URI, ascii(uriHost))];
  const permitted = subtrees.map((name) => sequence(name));
  return critical('2.5.29.30', sequence(inContext(0, Buffer.concat(permitted))));
}

export function subjectKey(key: KeyObject): Buffer {
  return extension('2.5.29.14', octets(keyId(key)));
}

export function authorityKey(key: KeyObject): Buffer {
  return extension('2.5.29.35', sequence(primitiveInContext(0, keyId(key))));
}

/** RFC 7093 §2: a hash that needs no collision resistance, cut to 160 bits. */
function keyId(key: KeyObject): Buffer {
  const spki = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}

function nameOf(name: string): Buffer {
  return isIP(name)
    ? primitiveInContext(IP, addressOf(name))
    : primitiveInContext(DNS, ascii(name));
}

function rangeOf(name: string): Buffer {
  if (!isIP(name)) return primitiveInContext(DNS, ascii(name));
  const address = addressOf(name);
  return primitiveInContext(IP, Buffer.concat([address, Buffer.alloc(address.length, 0xff)]));
}

/** 4 or 16 bytes. */
function addressOf(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text = '') => text.split(':').filter(Boolean);
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: zeros }, () => '0'), ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), octets(value));
}

function critical(id: string, value: Buffer): Buffer {
  return sequence(oid(id), TRUE, octets(value));
}
