import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

/** The first batch ends when told to, so that the test decides what arrives meanwhile. */
function controlled() {
  const batches: (readonly number[])[] = [];
  const first = Promise.withResolvers<void>();
  const run = async (_key: string, items: readonly number[]): Promise<readonly string[]> => {
    batches.push(items);
    if (batches.length === 1) await first.promise;
    return items.map((item) => `done ${item}`);
  };
  return { batches, run, first };
}

describe('coalescing', () => {
  it('starts the first item at once and joins what arrives meanwhile', async () => {
    const { batches, run, first } = controlled();
    const add = coalesce({ run, itemsMax: 10 });
    const all = [add('a', 1), add('a', 2), add('a', 3)];
    expect(batches).toEqual([[1]]);
    first.resolve();
    expect(await Promise.all(all)).toEqual(['done 1', 'done 2', 'done 3']);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('keeps keys apart', () => {
    const { batches, run } = controlled();
    const add = coalesce({ run, itemsMax: 10 });
    void add('a', 1);
    void add('b', 2);
    expect(batches).toEqual([[1], [2]]);
  });

  it('takes no more at once than it may', async () => {
    const { batches, run, first } = controlled();
    const add = coalesce({ run, itemsMax: 2 });
    const all = [1, 2, 3, 4].map((item) => add('a', item));
    first.resolve();
    await Promise.all(all);
    expect(batches).toEqual([[1], [2, 3], [4]]);
  });

  it('fails the items of a failed batch and goes on', async () => {
    const { run, first } = controlled();
    const add = coalesce({ run, itemsMax: 10 });
    const failing = add('a', 1);
    const next = add('a', 2);
    first.reject(new Error('connection lost'));
    await expect(failing).rejects.toThrow('connection lost');
    expect(await next).toBe('done 2');
  });

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'leaves no item behind that arrives %i turns after a batch ended',
    async (turns) => {
      const run = async (_key: string, items: readonly number[]) => items;
      const add = coalesce({ run, itemsMax: 10 });
      await add('a', 1);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      expect(await add('a', 2)).toBe(2);
    },
  );

  it('rejects an item the batch left without result', async () => {
    const add = coalesce({
      run: async (_key: string, _items: readonly number[]) => [],
      itemsMax: 10,
    });
    await expect(add('a', 1)).rejects.toThrow('without result');
  });
});
