import { describe, expect, it } from 'vitest';
import { answeringWasm, type Behaviour } from '../../test/support/answering-wasm.ts';
import { readPolicyFixture } from '../../test/support/policy.ts';
import { ENTRYPOINT, readBundle } from './bundle.ts';
import { instantiateWasm } from './wasm.ts';

const ANSWER = '[{"result":{}}]';

function ask(behaviour: Behaviour) {
  const wasm = new Uint8Array(answeringWasm({ behaviours: { [ENTRYPOINT]: behaviour } }));
  const bundle = { revision: 'r', sha256: 's', wasm, data: {}, roles: new Set<string>() };
  return instantiateWasm(bundle, {});
}

describe('a policy may take', () => {
  it('some memory, far more than ours does', async () => {
    const evaluate = await ask({ kind: 'grow', pages: 900, text: ANSWER });
    expect(evaluate(ENTRYPOINT, {})).toStrictEqual([{ result: {} }]);
  });

  it('no more than 64 MiB, so that it fails and not the gateway', async () => {
    const evaluate = await ask({ kind: 'grow', pages: 1_024, text: ANSWER });
    expect(() => evaluate(ENTRYPOINT, {})).toThrow();
  });
});

describe('the instance', () => {
  it('is replaced after a throw, which is told by throwing meanwhile', async () => {
    const fixture = readPolicyFixture();
    const bundle = await readBundle(fixture.bundle);
    const ask = await instantiateWasm(bundle, { ...bundle.data, schema: fixture.requirements });
    const evaluate = (input: object) => ask(ENTRYPOINT, input);
    const input = { subject: { role: 'ANALYST' }, coordinates: ['Query'] };
    const before = evaluate(input);
    const circular: string[] = [];
    Object.defineProperty(circular, 0, { get: () => circular, enumerable: true });
    expect(() => evaluate({ ...input, coordinates: circular })).toThrow();
    expect(() => evaluate(input)).toThrow('being instantiated again');
    await expect.poll(() => tried(() => evaluate(input))).toStrictEqual(before);
  });
});

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
