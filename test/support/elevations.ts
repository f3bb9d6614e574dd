/** Elevations over HTTP, by a clock of the test's own. */
import { z } from 'zod';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import { auditBy } from '../../subgraphs/audit/index.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type ServedSubgraph, serveForTest } from './subgraph.ts';

export const START = Date.parse('2026-11-25T12:00:00.000Z');
export const MINUTE = 60_000;

export interface Person {
  readonly subject: string;
  readonly role: string;
  readonly bank: string;
}

export const ALICE: Person = { subject: 'alice', role: 'ANALYST', bank: 'AB' };
/** Who approves, where it does not matter who. */
export const BOB: Person = { subject: 'bob', role: 'BANK_ADMIN', bank: 'AB' };
export const ASKED = { permission: 'pii:read', reason: 'fraud case 12', minutes: 5 };

const Payload = z.object({
  elevation: z
    .object({
      id: z.string(),
      status: z.string(),
      endsAt: z.string().nullable(),
      approvedBy: z.string().nullable(),
      revokedBy: z.string().nullable(),
    })
    .nullable(),
  userErrors: z.array(z.object({ code: z.string(), field: z.string() })),
});
export type ElevationPayload = z.output<typeof Payload>;

const Events = z.object({
  auditTrail: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          subject: z.string(),
          event: z.object({
            kind: z.string(),
            details: z.array(z.object({ name: z.string(), value: z.string() })),
          }),
        }),
      }),
    ),
  }),
});

export interface Elevations {
  readonly clock: { ms: number };
  readonly database: TestDatabase;
  readonly served: ServedSubgraph;
  readonly asks: (who: Person, query: string, variables?: object) => Promise<unknown>;
  /** Runs the mutation of this name. */
  readonly changes: (who: Person, mutation: string, input: object) => Promise<ElevationPayload>;
  /** Id of a new request. */
  readonly requested: (who: Person) => Promise<string>;
  /** Id of one that is approved. */
  readonly active: (who: Person, by?: Person) => Promise<string>;
  readonly grantsOf: (who: Person) => Promise<unknown>;
  /** What the chain tells of one elevation, oldest first. */
  readonly eventsOf: (
    id: string,
  ) => Promise<
    readonly { subject: string; kind: string; details: Readonly<Record<string, string>> }[]
  >;
  readonly close: () => Promise<void>;
}

/** @example const elevations = await serveElevations(); afterAll(elevations.close) */
export async function serveElevations(): Promise<Elevations> {
  const clock = { ms: START };
  const database = await createTestDatabase();
  const served = await serveForTest(auditBy({ now: () => new Date(clock.ms) }), database.appUrl);
  const headersFor = async ({ subject, role, bank }: Person, asks: string) => {
    const claims = { subject, role, bankId: bankIdOf(bank), decisionId: newDecisionId() };
    return { authorization: `Bearer ${await served.token(claims, asks)}` };
  };
  const asks: Elevations['asks'] = async (who, query, variables = {}) => {
    const response = await fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await headersFor(who, query)) },
      body: JSON.stringify({ query, variables }),
    });
    return z.strictObject({ data: z.unknown() }).parse(await response.json()).data;
  };
  const changes: Elevations['changes'] = async (who, name, input) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { payload: ${name}(input: $input) {
      elevation { id status endsAt approvedBy revokedBy } userErrors { code field } } }`;
    return z.object({ payload: Payload }).parse(await asks(who, query, { input })).payload;
  };
  const requested: Elevations['requested'] = async (who) => {
    const { elevation } = await changes(who, 'requestElevation', ASKED);
    if (!elevation) throw new Error('it was refused');
    return elevation.id;
  };
  return {
    ...{ clock, database, served, asks, changes, requested },
    active: async (who, by = BOB) => {
      const id = await requested(who);
      await changes(by, 'approveElevation', { id });
      return id;
    },
    grantsOf: async (who) => {
      const response = await fetch(`${served.url}/grants`, {
        headers: await headersFor(who, 'GET /grants'),
      });
      return response.json();
    },
    eventsOf: async (id) => {
      const query = `{ auditTrail(first: 200, filter: { category: SECURITY }) { edges { node {
        subject event { kind details { name value } } } } } }`;
      const { auditTrail } = Events.parse(await asks(BOB, query));
      const told = auditTrail.edges.map(({ node: { subject, event } }) => ({
        subject,
        kind: event.kind,
        details: Object.fromEntries(event.details.map(({ name, value }) => [name, value])),
      }));
      return told.filter(({ details }) => details.elevation === id).reverse();
    },
    close: async () => {
      await served.close();
      await database.drop();
    },
  };
}

export const codesOf = ({ userErrors }: ElevationPayload) => userErrors.map(({ code }) => code);

let people = 0;

/** Each test's holder is another, so that none sees what another left. */
export function someone(): Person {
  people += 1;
  return { ...ALICE, subject: `alice-${people}` };
}
