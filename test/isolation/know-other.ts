/** Makes, as another bank, what its existence pairs then ask for. */
import { type Client, createClient } from './asked.ts';
import type { Known } from './existence.ts';
import { PERSONS, type People, type Role } from './people.ts';
import type { Platform } from './platform.ts';

const OWNER = 5;

export async function makeKnown(platform: Platform, people: People): Promise<Known> {
  const client = createClient(platform, 1);
  try {
    const requested = await askAs(client, people, 'ANALYST', {
      query:
        'mutation ($input: RequestElevationInput!) { requestElevation(input: $input) { elevation { id } } }',
      variables: { input: { permission: 'pii:read', reason: 'to be found out', minutes: 5 } },
    });
    const page = await askAs(client, people, 'ANALYST', {
      query: '{ accounts(first: 1) { edges { cursor } } }',
    });
    return {
      decision: found(/payscope-decision-id: (\S+)/, page),
      elevation: found(/"elevation":\{"id":"([\w-]+)"/, requested),
      cursor: found(/"cursor":"([\w-]+)"/, page),
    };
  } finally {
    await client.close();
  }
}

async function askAs(client: Client, people: People, role: Role, body: object): Promise<string> {
  // Whom no operation is drawn for: others have asked for as many elevations as a person may.
  const { authorization } = people.as(OWNER, role, PERSONS);
  const answered = await client.ask({
    ...{ kind: 'known', bank: OWNER, role, target: 'gateway', method: 'POST', path: '/graphql' },
    headers: { authorization },
    body: JSON.stringify(body),
  });
  return `${answered.headers}\n${answered.body}`;
}

function found(pattern: RegExp, text: string): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`no ${pattern} in ${text}`);
  return value;
}
