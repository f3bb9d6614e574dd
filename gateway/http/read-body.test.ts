import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalOfHttpError } from './errors.ts';
import { addBodyReader, refusalOfSource } from './read-body.ts';

const app = fastify();
beforeAll(async () => {
  addBodyReader(app);
  app.setErrorHandler((error: Error, _request, reply) => {
    const refusal = refusalOfHttpError(error);
    return reply.code(refusal?.status ?? 500).send({ code: refusal?.code });
  });
  app.post('/', async ({ body }) => ({ body }));
  await app.ready();
});
afterAll(() => app.close());

async function post(payload: string | Buffer) {
  const headers = { 'content-type': 'application/json' };
  const response = await app.inject({ method: 'POST', url: '/', headers, payload });
  return { status: response.statusCode, sent: JSON.parse(response.body) };
}

describe('a body is read', () => {
  test.each<readonly [string, string | Buffer, unknown]>([
    ['as JSON', '{"a":[1,{"b":"\\"]"}]}', { a: [1, { b: '"]' }] }],
    ['behind one byte order mark', '\uFEFF{"a":1}', { a: 1 }],
    [
      'with brackets in text, which nest nothing',
      `{"a":"${'['.repeat(500)}"}`,
      { a: '['.repeat(500) },
    ],
    ['without __proto__', '{"__proto__":{"x":1},"a":1}', { a: 1 }],
    ['in every alphabet', '{"a":"š 漢 😀"}', { a: 'š 漢 😀' }],
    [
      'to 40 levels',
      `${'['.repeat(40)}${']'.repeat(40)}`,
      JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`),
    ],
  ])('%s', async (_, payload, body) => {
    expect(await post(payload)).toStrictEqual({ status: 200, sent: { body } });
  });

  test.each<readonly [string, string | Buffer]>([
    ['41 levels deep', `${'['.repeat(41)}${']'.repeat(41)}`],
    ['of over 15,000 values', `[${'1,'.repeat(15_000)}1]`],
    ['that is not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['of nothing', ''],
    ['that is no JSON', '{'],
  ])('unless it is one %s', async (_, payload) => {
    expect(await post(payload)).toStrictEqual({ status: 400, sent: { code: 'BAD_REQUEST' } });
  });
});

describe('a document is parsed', () => {
  test.each([
    ['of 100 brackets inside one another', `${'{'.repeat(100)}${'}'.repeat(100)}`],
    ['with brackets in a comment', `# ${'{'.repeat(500)}\n{ a }`],
    ['with brackets in text', `{ a(b: "\\"${'{'.repeat(500)}") }`],
    ['with brackets in a block', `{ a(b: """ \\""" " ${'{'.repeat(500)}""") }`],
    ['with brackets side by side', '{ a } '.repeat(500)],
    ['of 100,000 characters', ' '.repeat(100_000)],
  ])('%s', (_, source) => {
    expect(refusalOfSource(source)).toBeUndefined();
  });

  test.each([
    ['of 101 brackets inside one another', `{ a(b: [${'{'.repeat(99)}`, 'nesting'],
    ['that hides them behind a comment', `# "\n${'['.repeat(101)}`, 'nesting'],
    ['that hides them behind text', `{ a(b: "\\\\") ${'{'.repeat(101)}`, 'nesting'],
    ['that hides them behind a line of text', `"\n${'('.repeat(101)}`, 'nesting'],
    ['that hides them behind a block', `"""\\""""""${'{'.repeat(101)}`, 'nesting'],
    ['of 100,001 characters', ' '.repeat(100_001), 'source'],
  ])('unless it is one %s', (_, source, name) => {
    expect(refusalOfSource(source)).toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      details: { limit: { name } },
    });
  });
});
