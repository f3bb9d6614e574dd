/**
 * The subgraphs with a mistake in them, as people make them: what the prover must find. Which one, says
 * the environment variable MISTAKE.
 */
import { eq } from 'drizzle-orm';
import { readConfig, runMain } from '../../lib/config/index.ts';
import { Refusal } from '../../lib/errors/index.ts';
import { listening, runSubgraphs, SubgraphConfigSchema } from '../../lib/subgraph/index.ts';
import { audit } from '../../subgraphs/audit/index.ts';
import { FactsConfigSchema } from '../../subgraphs/facts/config.ts';
import { openFacts } from '../../subgraphs/facts/index.ts';
import { findBank } from '../../subgraphs/facts/queries/find-bank.ts';
import type { Resolvers } from '../../subgraphs/facts/resolvers.generated.ts';
import { accounts } from '../../subgraphs/facts/tables.ts';
import { GraphConfigSchema } from '../../subgraphs/graph/config.ts';
import { openGraph } from '../../subgraphs/graph/index.ts';
import { metrics } from '../../subgraphs/metrics/index.ts';

/** Of whoever asked first. */
const kept = new Map<string, Awaited<ReturnType<typeof findBank>>>();

const MISTAKES: Readonly<Record<string, NonNullable<Resolvers['Query']>>> = {
  // Harmless as long as row-level security is on.
  'forgets the bank': {
    account: async (_root, { id }, { inTenant }) => {
      const [row] = await inTenant((tx) => tx.select().from(accounts).where(eq(accounts.id, id)));
      return row ?? null;
    },
  },
  // So does one that looks at all rows, and says why it gives none.
  'says whose it is': {
    account: async (_root, { id }, { inTenant, principal }) => {
      const [row] = await inTenant((tx) => tx.select().from(accounts).where(eq(accounts.id, id)));
      if (row && row.bankId !== principal.bankId) {
        throw new Refusal('FORBIDDEN', 'This account is not of your bank.');
      }
      return row ?? null;
    },
  },
  'shares a cache': {
    bank: async (_root, _args, { inTenant, principal }) => {
      const row = kept.get('bank') ?? (await inTenant((tx) => findBank(tx, principal.bankId)));
      kept.set('bank', row);
      return row;
    },
  },
  'logs a row': {
    account: async (_root, { id }, { loaders }) => {
      const row = await loaders.account.load(id);
      throw new Error(`no account can be made of ${JSON.stringify(row)}`);
    },
  },
};

await runMain(async () => {
  const config = { ...readConfig(SubgraphConfigSchema), PORT: 0 };
  const mistake = MISTAKES[process.env.MISTAKE ?? ''];
  if (!mistake) throw new Error('MISTAKE names none');
  const sound = await openFacts(readConfig(FactsConfigSchema));
  const facts = {
    ...sound,
    resolvers: Object.assign({}, sound.resolvers, {
      Query: Object.assign({}, sound.resolvers.Query, mistake),
    }),
  };
  const graph = await openGraph(readConfig(GraphConfigSchema));
  const all = [listening(facts), listening(metrics), listening(graph), listening(audit)];
  await runSubgraphs(all, config);
});
