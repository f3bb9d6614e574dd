/** GET /schema.graphql and introspection: the schema as its caller sees it, and nothing more. */
import { buildSchema, validateSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ load: 'none' });
});
afterAll(() => stack.stop());

interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function get(
  role: string | undefined,
  query = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<Got> {
  const authorization = role && { authorization: `Bearer ${await stack.token(role, 'HB')}` };
  const response = await fetch(`${stack.url}/schema.graphql${query}`, {
    headers: { ...headers, ...authorization },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const codeOf = ({ text }: Got) => JSON.parse(text).errors[0].extensions.code;
const reasonOf = ({ text }: Got) => JSON.parse(text).errors[0].extensions.reasonCode;

describe('the schema as SDL', () => {
  test.each(['ANALYST', 'SYSTEM', 'ADMIN'])(
    '%s gets one that is valid, with descriptions',
    async (role) => {
      const { status, headers, text } = await get(role);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('application/graphql; charset=utf-8');
      expect(headers.get('cache-control')).toContain('private');
      expect(headers.get('vary')).toContain('authorization');
      expect(headers.get('payscope-policy-revision')).toMatch(/\w/);
      expect(validateSchema(buildSchema(text))).toEqual([]);
      expect(text).toContain('A bank: one tenant of the platform.');
    },
  );

  test('has what the role sees: hidden is absent, denied is there', async () => {
    const [analyst, system] = [await get('ANALYST'), await get('SYSTEM')];
    expect(analyst.text).not.toMatch(/recordPayments|RecordPayments/);
    expect(system.text).toContain('recordPayments(');
    expect(analyst.text).toContain('gender');
  });

  test('names no directive, rule or permission of the policy', async () => {
    expect((await get('ADMIN')).text).not.toMatch(
      /@policy|@reveals|join__|^directive @(?!semanticNonNull)/m,
    );
  });

  test('is in the same order each time', async () => {
    const { text } = await get('ADMIN');
    const types = [...text.matchAll(/^(?:type|enum|input|interface|union|scalar) (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(types.length).toBeGreaterThan(20);
    expect(types).toEqual([...types].sort((a, b) => (String(a) < String(b) ? -1 : 1)));
    expect((await get('ADMIN')).text).toBe(text);
  });
});

describe('as another role', () => {
  test('those with policy:read see what that role sees', async () => {
    const as = await get('ADMIN', '?as=SYSTEM');
    expect(as.status).toBe(200);
    expect(as.text).toBe((await get('SYSTEM')).text);
    expect(as.headers.get('etag')).toBe((await get('SYSTEM')).headers.get('etag'));
  });

  test.each(['ANALYST', 'AUDITOR', 'BANK_ADMIN', 'SYSTEM'])('%s may not', async (role) => {
    for (const as of ['ADMIN', role, 'NOBODY']) {
      const got = await get(role, `?as=${as}`);
      expect([got.status, codeOf(got)]).toEqual([403, 'FORBIDDEN']);
    }
  });

  test.each(['?as=NOBODY', '?as=', '?as=admin', '?as=ADMIN&as=SYSTEM', '?as=__proto__'])(
    '%s is no role',
    async (query) => {
      const got = await get('ADMIN', query);
      expect([got.status, codeOf(got), reasonOf(got)]).toEqual([
        400,
        'BAD_REQUEST',
        'UNKNOWN_ROLE',
      ]);
    },
  );
});

describe('a copy that is kept', () => {
  test.each([
    ['the tag', (etag: string) => etag],
    ['the tag as a weak one', (etag: string) => `W/${etag}`],
    ['the tag among others', (etag: string) => `"other", ${etag}`],
    ['*', () => '*'],
  ])('is still good for %s', async (_name, header) => {
    const etag = String((await get('ANALYST')).headers.get('etag'));
    const again = await get('ANALYST', '', { 'if-none-match': header(etag) });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    expect(again.headers.get('cache-control')).toContain('private');
  });

  test('is not good for another role', async () => {
    const etag = String((await get('ANALYST')).headers.get('etag'));
    expect((await get('AUDITOR', '', { 'if-none-match': etag })).status).toBe(200);
  });

  test('is not looked at before the caller is known', async () => {
    const got = await get(undefined, '', { 'if-none-match': '*' });
    expect([got.status, codeOf(got)]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('introspection', () => {
  const ask = async (role: string, query: string) =>
    stack.ask(await stack.token(role, 'HB'), query);

  test('mixed with a denied field is decided like any other operation', async () => {
    const { status, body } = await ask('SYSTEM', '{ __schema { queryType { name } } bank { id } }');
    expect(status).toBe(200);
    expect(body.data).toEqual({ __schema: { queryType: { name: 'Query' } }, bank: null });
    expect(body.errors?.map(({ extensions }) => extensions.coordinate)).toEqual(['Query.bank']);
  });

  test('mixed with a hidden field is refused like one with a field that never was', async () => {
    const answer = async (field: string) => {
      const { status, body } = await ask('ANALYST', `mutation { ${field} __typename }`);
      return JSON.stringify([status, body.errors?.map(({ message }) => message)]).replaceAll(
        field,
        'F',
      );
    };
    expect(await answer('recordPayments')).toBe(await answer('neverWas'));
  });

  test.each(['RecordPaymentsInput', 'NeverWas', 'RecordPaymentsPayload'])(
    '__type(name: "%s") is null',
    async (name) => {
      const { body } = await ask('ANALYST', `{ __type(name: "${name}") { name fields { name } } }`);
      expect(body.data).toEqual({ __type: null });
      expect(body.errors).toBeUndefined();
    },
  );

  test('and the SDL name the same types', async () => {
    const { body } = await ask('ANALYST', '{ __schema { types { name } } }');
    const names = body.data.__schema.types.map(({ name }: { name: string }) => name);
    const sdl = Object.keys(buildSchema((await get('ANALYST')).text).getTypeMap());
    expect(new Set(names)).toEqual(new Set(sdl));
  });
});
