import { expect, it } from 'vitest';
import { startRounds } from './rounds.ts';

const HOUR = 3_600_000;

function counted(work: (round: number) => Promise<void> = async () => undefined) {
  const seen = { rounds: 0, errors: 0 };
  const rounds = startRounds({
    everyMs: HOUR,
    work: () => {
      seen.rounds += 1;
      return work(seen.rounds);
    },
    onError: () => {
      seen.errors += 1;
    },
  });
  return { seen, rounds };
}

it('the first round begins at once, the next when woken', async () => {
  const { seen, rounds } = counted();
  expect(seen.rounds).toBe(1);
  await new Promise(setImmediate);
  rounds.wake();
  expect(seen.rounds).toBe(2);
  await rounds.stop();
});

it('being woken ten times during a round makes one more, and never two at once', async () => {
  const first = Promise.withResolvers<void>();
  const { seen, rounds } = counted((round) => (round === 1 ? first.promise : Promise.resolve()));
  for (let i = 0; i < 10; i += 1) rounds.wake();
  expect(seen.rounds).toBe(1);
  first.resolve();
  await expect.poll(() => seen.rounds).toBe(2);
  await rounds.stop();
  expect(seen.rounds).toBe(2);
});

it('a round that throws is told of, and does not end the rounds', async () => {
  const { seen, rounds } = counted(() => Promise.reject(new Error('no')));
  await expect.poll(() => seen.errors).toBe(1);
  rounds.wake();
  await expect.poll(() => seen.errors).toBe(2);
  await rounds.stop();
});

it('after stop, which waits for the round under way, nothing begins', async () => {
  const first = Promise.withResolvers<void>();
  const { seen, rounds } = counted(() => first.promise);
  rounds.wake();
  const stopping = rounds.stop();
  first.resolve();
  await stopping;
  rounds.wake();
  expect(seen.rounds).toBe(1);
});

it('they come again by themselves', async () => {
  let rounds = 0;
  const started = startRounds({
    everyMs: 1,
    work: async () => {
      rounds += 1;
    },
    onError: () => undefined,
  });
  await expect.poll(() => rounds).toBeGreaterThan(3);
  await started.stop();
});
