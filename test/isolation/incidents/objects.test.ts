/**
 * What somebody may make, grant or set beside the tables. Each case shows first that it does open another
 * bank's rows here, and then that no start accepts the database with it.
 */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkDatabase } from '../../../lib/db/index.ts';
import type { TestDatabase } from '../../support/database.ts';
import { INCIDENTS, type Incident } from './made-objects.ts';
import { createTwoBanks, perform } from './two-banks.ts';

async function makeIn(database: TestDatabase, { made }: Incident): Promise<void> {
  const admin = new URL(inject('cluster').adminUrl);
  const words: Readonly<Record<string, string>> = {
    "'port'": `'${admin.port}'`,
    "'database'": `'${new URL(database.appUrl).pathname.slice(1)}'`,
    'database database': `database ${new URL(database.appUrl).pathname.slice(1)}`,
    "'admin'": `'${admin.username}'`,
    "'secret'": `'${decodeURIComponent(admin.password)}'`,
  };
  const statements = Object.entries(words).reduce((text, [a, b]) => text.replaceAll(a, b), made);
  await database.asSuperuser(statements);
}

describe.each(INCIDENTS)('$name', (incident) => {
  it('would open another bank, and no start accepts it', async () => {
    await using database = await createTwoBanks();
    await makeIn(database, incident);
    expect(await perform(database.appUrl, incident.steps)).toEqual(incident.opens);
    expect(await checkDatabase(database.appUrl)).toContainEqual(
      expect.objectContaining({ what: expect.stringMatching(incident.finding) }),
    );
  });
});

describe('in a database as the migrations make it', () => {
  let whole: TestDatabase;
  beforeAll(async () => {
    whole = await createTwoBanks();
  });
  afterAll(() => whole.drop());

  it.each(INCIDENTS.filter((incident) => incident.whole !== undefined))(
    'nothing comes of $name',
    async ({ steps, whole: outcome }) => {
      expect(await perform(whole.appUrl, steps)).toEqual(outcome);
    },
  );

  it('has nothing to find', async () => {
    expect(await checkDatabase(whole.appUrl)).toEqual([]);
  });
});
