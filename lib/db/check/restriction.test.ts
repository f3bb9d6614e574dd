import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { bankIdOf } from '../../ids.ts';
import { openPool } from '../pool.ts';

const AB = bankIdOf('AB');
const CD = bankIdOf('CD');

/** A mistake that no start has looked at yet. */
const WIDE = 'create policy wide on facts.banks using (true) with check (true)';

async function asBankAb(appUrl: string, statement: string) {
  const sql = openPool(appUrl, { max: 1 });
  try {
    return await sql.begin(async (tx) => {
      await tx`select set_config('app.bank_id', ${AB}, true)`;
      return [...(await tx.unsafe(statement))];
    });
  } finally {
    await sql.end();
  }
}

it.each([
  ['does not', WIDE, 1],
  [
    'would, but for the restrictive one,',
    `${WIDE}; drop policy banks_tenant_only on facts.banks`,
    2,
  ],
])('a wide permissive policy %s open another bank', async (_, sql, seen) => {
  await using database = await createTestDatabase();
  await database.asSuperuser(
    `insert into facts.banks (bank_id, code) values ('${AB}', 'AB'), ('${CD}', 'CD'); ${sql}`,
  );
  expect(await asBankAb(database.appUrl, 'select code from facts.banks')).toHaveLength(seen);
});

it('a wide permissive policy lets no row of another bank be written', async () => {
  await using database = await createTestDatabase();
  await database.asSuperuser(WIDE);
  const write = `insert into facts.banks (bank_id, code) values ('${CD}', 'CD')`;
  await expect(asBankAb(database.appUrl, write)).rejects.toMatchObject({ code: '42501' });
});
