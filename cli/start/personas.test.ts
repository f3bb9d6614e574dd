import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readBankCodes } from '../banks.ts';
import { rootPath } from '../root.ts';
import { readRoles } from '../token.ts';
import { personas } from './personas.ts';

const schema = buildSchema(readFileSync(rootPath('schema/generated/api.graphql'), 'utf8'));

describe('the personas', () => {
  it.each(personas)(
    '$role of $bank asks what the schema has, in words every shell takes',
    (each) => {
      expect(validate(schema, parse(each.query))).toEqual([]);
      expect(each.query).not.toMatch(/['"\\$!`]/);
    },
  );

  it('are every role, of banks there are', async () => {
    expect(new Set(personas.map(({ role }) => role))).toEqual(new Set(await readRoles()));
    expect(await readBankCodes()).toEqual(expect.arrayContaining(personas.map(({ bank }) => bank)));
  });
});
