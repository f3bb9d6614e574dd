/** Runs test/cases/*.yaml on the compiled policy, and what they share on the oracle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { decidedCoordinates } from '../gateway/policy/index.ts';
import { createOracle } from './support/oracle.ts';
import { loadCommittedPolicy, readPolicyFixture } from './support/policy.ts';

const FOLDER = join(import.meta.dirname, 'cases');

/** `reason` is required: a denial case that does not name its reason code proves too little. */
const caseSchema = z.strictObject({
  name: z.string().min(10),
  role: z.string(),
  coordinate: z.string(),
  expect: z.strictObject({
    effect: z.enum(['allow', 'mask', 'deny', 'hide']),
    reason: z.string(),
    obligation: z.looseObject({ kind: z.string() }).optional(),
  }),
});

const files = readdirSync(FOLDER).map((file) => ({
  file,
  cases: z.array(caseSchema).parse(parse(readFileSync(join(FOLDER, file), 'utf8'))),
}));

describe.each(files)('$file', ({ cases }) => {
  it.each(cases)('$name', async ({ role, coordinate, expect: expected }) => {
    const decision = (await loadCommittedPolicy()).tableFor({ role }).decide(coordinate);
    expect(decision).toMatchObject(expected);
  });

  const decided = new Set(decidedCoordinates(readPolicyFixture().schema));
  const shared = cases.filter(({ coordinate }) => decided.has(coordinate));
  it.each(shared)('the oracle too: $name', ({ role, coordinate, expect: expected }) => {
    expect(createOracle().expect(role, coordinate).effect).toBe(expected.effect);
  });
});
