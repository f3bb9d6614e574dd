import { describe, expect, it } from 'vitest';
import { CAMT, entry, named, statement } from '../../../../test/support/camt053.ts';
import { briefly, readAll } from '../../../../test/support/ingest.ts';

describe('a document', () => {
  it.each<[string, string, string]>([
    ['a tag is not closed', '<Ntry><Amt></Ntry>', 'BROKEN_DOCUMENT'],
    ['there is no such entity', '<Ntry>&lol;</Ntry>', 'BROKEN_DOCUMENT'],
    ['a character is none of XML', '<Ntry>\u0001</Ntry>', 'BROKEN_DOCUMENT'],
    ['a prefix is bound to nothing', '<Ntry><x:Amt/></Ntry>', 'BROKEN_DOCUMENT'],
    ['an attribute is there twice', '<Ntry a="1" a="2"/>', 'BROKEN_DOCUMENT'],
    ['it goes too deep', `<Ntry>${'<a>'.repeat(100)}`, 'BROKEN_DOCUMENT'],
    ['a comment is too long', `<Ntry><!--${'x'.repeat(10_000_000)}--></Ntry>`, 'BROKEN_DOCUMENT'],
    ['an attribute is too long', `<Ntry a="${'x'.repeat(10_000_000)}"/>`, 'BROKEN_DOCUMENT'],
    ['it ends', '<Ntry>', 'BROKEN_DOCUMENT'],
    ['it has a document type', '<!DOCTYPE a>', 'DOCTYPE_REFUSED'],
  ])('is set aside from where %s, what is before it is read', async (_, bad, code) => {
    const whole = statement([named('a'), bad, named('b')]);
    const text = bad === '<Ntry>' ? whole.slice(0, whole.indexOf('<Ntry>\n') + 7) : whole;
    const records = await readAll('iso20022', text);
    expect(briefly(records)).toEqual([
      [3, 'a'],
      [4, code],
    ]);
    expect(records[1]?.content.length).toBeLessThan(1_100);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'BROKEN_DOCUMENT'],
    ['a page of the web', '<html><body>502</body></html>', 'UNKNOWN_DOCUMENT'],
    ['another message', statement([], '', CAMT.replace('053', '052')), 'UNKNOWN_DOCUMENT'],
    ['a version to come', statement([], '', CAMT.replace('.08', '.99')), 'UNKNOWN_DOCUMENT'],
    ['CSV', 'reference,amount\n1,2\n', 'BROKEN_DOCUMENT'],
    ['a billion laughs', billionLaughs(), 'DOCTYPE_REFUSED'],
    [
      'a quadratic blow-up',
      `<!DOCTYPE a [<!ENTITY b "${'b'.repeat(100_000)}">]><a>&b;</a>`,
      'DOCTYPE_REFUSED',
    ],
    [
      'an outside entity',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'DOCTYPE_REFUSED',
    ],
    [
      'an outside document type',
      '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
      'DOCTYPE_REFUSED',
    ],
    [
      'Latin-1, said so',
      '<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
      'ENCODING_NOT_SUPPORTED',
    ],
    ['UTF-16', Buffer.from(`\ufeff${statement([entry()])}`, 'utf16le'), 'UTF16'],
  ])('of %s is refused as a whole, in one record', async (_, bytes, code) => {
    expect(briefly(await readAll('iso20022', bytes))).toEqual([[expect.any(Number), code]]);
  });

  it.each([1, 2, 3, 7, 64])('is the same in pieces of %d bytes', async (size) => {
    const text = statement([
      entry({ reference: '<AcctSvcrRef>ú&amp;🏦</AcctSvcrRef>' }),
      entry({ reference: `<AcctSvcrRef>${'&amp;🏦'.repeat(2_000)}</AcctSvcrRef>` }),
      '<!-- <Ntry> -->',
      named('b'),
    ]);
    expect(await readAll('iso20022', text, size)).toEqual(await readAll('iso20022', text));
  });
});

function billionLaughs(): string {
  const entities = Array.from(
    { length: 9 },
    (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
  );
  return `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">${entities.join('')}]><l>&l9;</l>`;
}
