import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findOpa, opaPlaces, runOpa } from '../opa.ts';
import { adviceFor, hasAdvice, insteadOf } from './builtin-advice.ts';
import { builtinsIn } from './compile-findings.ts';

const CAPABILITIES = join(import.meta.dirname, '../../policies/capabilities.json');
const available = builtinsIn(readFileSync(CAPABILITIES, 'utf8'));
const opa = await findOpa(opaPlaces());

it.skipIf(opa.kind === 'missing')(
  'every builtin that WASM lacks has advice of its own',
  async () => {
    const path = opa.kind === 'found' ? opa.path : '';
    const ofOpa = builtinsIn(await runOpa(path, ['capabilities', '--current'], { cwd: '.' }));
    const lacking = [...ofOpa].filter((name) => !available.has(name));
    expect(lacking.length).toBeGreaterThan(80);
    expect(lacking.filter((name) => !hasAdvice(name))).toStrictEqual([]);
  },
);

it('one that nobody has thought of has advice all the same', () => {
  expect(hasAdvice('quantum.flip')).toBe(false);
  expect(insteadOf('quantum.flip')).toMatch(/before the policy is asked/);
});

const known = { available: new Set(['count', 'today']), ofOpa: new Set(['count', 'http.send']) };

it.each([
  ['http.send', "`http.send` isn't available in WASM", /asks nobody/],
  ['todayy', 'there is no function `todayy`', /did you mean `today`/],
  ['http.snd', 'there is no function `http.snd`', /`http.send` isn't available in WASM either/],
  ['zebra', 'there is no function `zebra`', /policy-reference/],
])('says of %s what it is and what to do', (name, message, fix) => {
  const advice = adviceFor(name, known);
  expect(advice.message).toBe(message);
  expect(advice.fix).toMatch(fix);
});

it('reads the time from the input', () => {
  expect(insteadOf('time.now_ns')).toContain('read `input.now`');
});
