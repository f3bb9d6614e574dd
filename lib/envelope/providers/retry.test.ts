import { describe, expect, it } from 'vitest';
import { KeyProviderError } from './provider.ts';
import { AttemptFailed, RETRY, retrying } from './retry.ts';

/** A clock that moves by waiting only. */
function start(random: () => number) {
  const waits: number[] = [];
  let now = 0;
  const options = {
    ...RETRY,
    random,
    now: () => now,
    wait: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
  return { waits, options };
}

const failing = (afterMs = 0) => {
  const failure = new KeyProviderError('UNAVAILABLE', 'not now');
  return async () => {
    throw new AttemptFailed(failure, true, afterMs);
  };
};

describe('asking again', () => {
  it('waits up to twice as long each time, to a limit, and anything below', async () => {
    const longest = start(() => 1);
    const options = { ...longest.options, attemptsMax: 8, deadlineMs: 60_000 };
    await expect(retrying(options, failing())).rejects.toThrow('not now');
    expect(longest.waits).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
    const half = start(() => 0.5);
    await expect(retrying(half.options, failing())).rejects.toThrow('not now');
    expect(half.waits).toEqual([25, 50, 100]);
  });

  it('waits as long as the other side asks for', async () => {
    const { waits, options } = start(() => 0);
    await expect(retrying(options, failing(1_500))).rejects.toThrow('not now');
    expect(waits).toEqual([1_500, 1_500, 1_500]);
  });

  it('does not begin to wait for what is past the deadline', async () => {
    const { waits, options } = start(() => 0);
    await expect(retrying(options, failing(3_000))).rejects.toThrow('not now');
    expect(waits).toEqual([3_000]);
  });
});
