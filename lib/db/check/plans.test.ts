/** What the policies cost: the setting is read once per statement, and the bank is found by an index. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { bankIdOf } from '../../ids.ts';
import { openPool } from '../pool.ts';
import { TENANT_TABLES } from './finding.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ load: 'sample' });
});
afterAll(() => database.drop());

interface PlanNode {
  readonly 'Parent Relationship'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const planNode: z.ZodType<PlanNode> = z.object({
  'Parent Relationship': z.string().optional(),
  'Index Cond': z.string().optional(),
  get Plans() {
    return z.array(planNode).optional();
  },
});
const answer = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: planNode })) }));

/** `select *` as the application's role for one bank, with no condition of its own. */
async function explainAll(): Promise<ReadonlyMap<string, readonly PlanNode[]>> {
  const sql = openPool(database.appUrl, { max: 1 });
  try {
    return await sql.begin(async (tx) => {
      await tx`select set_config('app.bank_id', ${bankIdOf('HB')}, true)`;
      // A table of few pages is read whole whatever its indexes: the question is whether it could be.
      await tx`set local enable_seqscan = off`;
      const tables = await tx<{ name: string }[]>`
        select t.name from ${tx.unsafe(TENANT_TABLES)} t
        where has_table_privilege(t.oid, 'SELECT') order by 1`;
      const plans = new Map<string, readonly PlanNode[]>();
      for (const { name } of tables) {
        const rows = await tx.unsafe(`explain (format json) select * from ${name}`);
        const plan = answer.parse([...rows])[0]?.['QUERY PLAN'][0]?.Plan;
        plans.set(name, plan ? nodesOf(plan) : []);
      }
      return plans;
    });
  } finally {
    await sql.end();
  }
}

function nodesOf(plan: PlanNode): readonly PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

const settingReads = (nodes: readonly PlanNode[]) =>
  nodes.filter((node) => node['Parent Relationship'] === 'InitPlan').length;

const findsByBank = (nodes: readonly PlanNode[]) =>
  nodes.some((node) => /\(bank_id = \(InitPlan|\(bank_id = \$0\)/.test(node['Index Cond'] ?? ''));

describe('the plan of a read of any tenant table', () => {
  it('reads the setting once and finds the bank by an index', async () => {
    const plans = await explainAll();
    expect(plans.size).toBeGreaterThan(14);
    const wrong = [...plans].filter(
      ([, nodes]) => settingReads(nodes) !== 1 || !findsByBank(nodes),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    {
      name: 'a restrictive policy in other words, which reads the setting again',
      sql: `alter policy nodes_tenant_only on graph.nodes
        using ((select app.current_bank()) = bank_id)`,
      shows: { reads: 2, byIndex: true },
    },
    {
      name: 'a function called for each row',
      sql: `alter policy nodes_tenant on graph.nodes using (bank_id = app.current_bank());
        alter policy nodes_tenant_only on graph.nodes using (bank_id = app.current_bank())`,
      shows: { reads: 0, byIndex: false },
    },
    {
      name: 'a policy on what no index holds',
      sql: `alter policy nodes_tenant on graph.nodes
          using (bank_id::text = (select app.current_bank())::text);
        alter policy nodes_tenant_only on graph.nodes
          using (bank_id::text = (select app.current_bank())::text)`,
      shows: { reads: 1, byIndex: false },
    },
    {
      name: 'a table without an index',
      sql: `alter table graph.edges drop constraint edges_from_fkey;
        alter table graph.edges drop constraint edges_to_fkey;
        alter table graph.nodes drop constraint nodes_pkey;
        drop index graph.nodes_account_idx`,
      shows: { reads: 1, byIndex: false },
    },
  ])('would show $name', async ({ sql, shows }) => {
    const own = database;
    database = await createTestDatabase();
    try {
      await database.asSuperuser(sql);
      const nodes = (await explainAll()).get('graph.nodes') ?? [];
      expect({ reads: settingReads(nodes), byIndex: findsByBank(nodes) }).toEqual(shows);
    } finally {
      await database.drop();
      database = own;
    }
  });
});
