/** Bodies that are not what they say, or not to be unpacked. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Code } from '../../../lib/errors/index.ts';
import { BAD, familyOf, type Hostile, SYNTAX, times } from '../hostile.ts';

const BANK = '{"query":"{ bank { id } }"}';
const MEDIA: readonly Code[] = ['UNSUPPORTED_MEDIA_TYPE'];

function compressed(): readonly Hostile[] {
  const { request } = familyOf('compressed bodies');
  const zeros = Buffer.alloc(50_000_000, 0x20);
  const bomb = gzipSync(zeros);
  const bodies: readonly (readonly [string, Buffer])[] = [
    ['gzip', bomb],
    ['x-gzip', bomb],
    ['GZIP', bomb],
    ['deflate', deflateSync(zeros.subarray(0, 5_000_000))],
    ['br', brotliCompressSync(zeros.subarray(0, 5_000_000))],
    ['gzip, gzip', gzipSync(bomb)],
    ['identity, gzip', bomb],
    ['zstd', Buffer.from('28b52ffd', 'hex')],
    ['compress', Buffer.from('1f9d90', 'hex')],
    ['unknown', Buffer.from(BANK)],
  ];
  return [
    ...bodies.map(([encoding, body]) =>
      request(encoding, { headers: { 'content-encoding': encoding }, body }, MEDIA),
    ),
    request('gzip, not said', { body: gzipSync(Buffer.from(BANK)) }, BAD),
    request(
      'gzip as its media type',
      { headers: { 'content-type': 'application/gzip' }, body: bomb.subarray(0, 50_000) },
      MEDIA,
    ),
  ];
}

function charsets(): readonly Hostile[] {
  const { request } = familyOf('charsets');
  const named = [
    'utf-16',
    'utf-16le',
    'utf-16be',
    'utf-32',
    'utf-7',
    'iso-8859-1',
    'windows-1252',
    'shift_jis',
    'gb18030',
    'ebcdic-cp-us',
    'utf-8-broken',
    '"utf-16"',
    'utf8,utf-16',
  ];
  const utf16 = Buffer.from(`\uFEFF${BANK}`, 'utf16le');
  const bytes: readonly (readonly [string, Buffer])[] = [
    ['UTF-16LE with its mark', utf16],
    ['UTF-16LE without', utf16.subarray(2)],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['UTF-32', Buffer.concat([...BANK].map((char) => Buffer.from([char.charCodeAt(0), 0, 0, 0])))],
    ['UTF-7', Buffer.from('+AHs-"query":"+AHs- bank +AHs- id +AH0- +AH0-"+AH0-')],
    ['Latin-1', Buffer.from('{"query":"{ bank { id } } # \xe9"}', 'latin1')],
    [
      'an overlong slash',
      Buffer.concat([Buffer.from('{"query":"#'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    ],
    [
      'an overlong null',
      Buffer.concat([Buffer.from('{"query":"#'), Buffer.from([0xc0, 0x80]), Buffer.from('"}')]),
    ],
    [
      'surrogates in UTF-8',
      Buffer.concat([
        Buffer.from('{"query":"#'),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from('"}'),
      ]),
    ],
    ['a cut-off character', Buffer.concat([Buffer.from('{"query":"#'), Buffer.from([0xe2, 0x82])])],
    [
      'five-byte forms',
      Buffer.concat([
        Buffer.from('{"query":"'),
        Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
        Buffer.from('"}'),
      ]),
    ],
    ['two marks', Buffer.from(`\uFEFF\uFEFF${BANK}`)],
    ['400,000 bytes of 0xff', Buffer.alloc(400_000, 0xff)],
  ];
  return [
    ...named.map((charset) =>
      request(
        `charset=${charset}`,
        { headers: { 'content-type': `application/json; charset=${charset}` }, body: BANK },
        MEDIA,
      ),
    ),
    ...bytes.map(([name, body]) => request(name, { body }, BAD)),
  ];
}

function bodies(): readonly Hostile[] {
  const { request } = familyOf('bodies');
  const plain: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '1'],
    ['text', '"{ bank { id } }"'],
    ['GraphQL', '{ bank { id } }'],
    ['a query that is a number', '{"query":1}'],
    ['a query that is null', '{"query":null}'],
    ['a query that is a list', '{"query":["{ bank { id } }"]}'],
    ['a query that is an object', '{"query":{"kind":"Document"}}'],
    ['no query', '{"operationName":"A"}'],
    ['two documents', `${BANK}${BANK}`],
    ['a trailing comma', '{"query":"{ bank { id } }",}'],
    ['single quotes', "{'query':'{ bank { id } }'}"],
    ['a comment', `/* */${BANK}`],
    ['a raw newline in text', '{"query":"{ bank\n{ id } }"}'],
    ['extensions that are text', '{"query":"{ bank { id } }","extensions":"x"}'],
    ['extensions that are a list', '{"query":"{ bank { id } }","extensions":[1]}'],
    [
      '90,000 keys and no query',
      `{${times(90_000, (index) => `"${index}":1`, ',').slice(0, 500_000)}}`,
    ],
  ];
  return [
    ...plain.map(([name, body]) => request(name, { body }, BAD)),
    request('the last of two queries', { body: '{"query":"{ bank { id } }","query":"{"}' }, SYNTAX),
    ...[
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/graphql',
      'application/xml',
      'application/json+evil',
      'text/json',
    ].map((type) =>
      request(`as ${type}`, { headers: { 'content-type': type }, body: BANK }, MEDIA),
    ),
    request(
      'a persisted query there is not',
      { body: `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'a'.repeat(64)}"}}}` },
      ['PERSISTED_QUERY_NOT_FOUND'],
    ),
    request(
      'a persisted query of another hash',
      {
        body: `{"query":"{ bank { id } }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'a'.repeat(64)}"}}}`,
      },
      BAD,
    ),
    request(
      'a mutation by GET',
      {
        method: 'GET',
        url: `/graphql?query=${encodeURIComponent('mutation { recordPayments { replayed } }')}`,
        headers: { 'apollo-require-preflight': '1' },
      },
      BAD,
    ),
  ];
}

export const transport: readonly Hostile[] = [...compressed(), ...charsets(), ...bodies()];
