import { expect, it } from 'vitest';
import { ENTRYPOINTS } from '../gateway/policy/bundle.ts';
import { decidedCoordinates } from '../gateway/policy/index.ts';
import { readPolicyFixture } from '../test/support/policy.ts';
import { inputSchemas } from './input-schemas.ts';

const { schema } = readPolicyFixture();
const schemas = inputSchemas(schema);

it('has one for every question the gateway asks', () => {
  const asked = ENTRYPOINTS.map((entrypoint) => entrypoint.split('/').at(-1));
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(asked));
});

it('names the coordinates there are, and of those in use the fields only', () => {
  const text = JSON.stringify(schemas.decisions);
  for (const coordinate of decidedCoordinates(schema)) expect(text).toContain(`"${coordinate}"`);
  const fields = JSON.stringify(schemas.conditional);
  expect(fields).toContain('"Query.payments"');
  expect(fields).not.toContain('Query.payments(');
  expect(fields).not.toContain('PaymentFilter.');
});

it.each(Object.entries(schemas))('%s allows nothing it does not name', (_name, each) => {
  expect(each).toMatchObject({ type: 'object', additionalProperties: false });
});
