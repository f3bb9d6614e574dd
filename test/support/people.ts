/** People who ask for elevations on a whole platform, approve them and use them. */
import { expect, vi } from 'vitest';
import type { GraphQLAnswer, Stack } from './stack.ts';

/** Personal data: denied and masked to most. */
export const HOLDERS = `query Holders {
  accounts(first: 1) { edges { node { holders { id gender birthDate } } } } }`;

const REQUEST = `mutation ($input: RequestElevationInput!) { requestElevation(input: $input) {
  elevation { id status permission subject role minutes approvedBy } userErrors { code field } } }`;
const APPROVE = `mutation ($id: ID!) { approveElevation(input: { id: $id }) {
  elevation { id status approvedBy endsAt } userErrors { code } } }`;

/** An elevation holds for all three together. */
export interface Person {
  readonly role: string;
  readonly bank: string;
  readonly name: string;
}

type Data = GraphQLAnswer['body']['data'];

export interface Platform {
  readonly asks: (
    who: Person,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<GraphQLAnswer>;
  readonly posts: (
    path: string,
    who: Person,
    query: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  /** The answer, with the mutation's errors if it was denied. */
  readonly requests: (
    who: Person,
    input?: Readonly<Record<string, unknown>>,
  ) => Promise<GraphQLAnswer>;
  /** The mutation's payload. */
  readonly approves: (who: Person, id: string) => Promise<Data>;
  /** Asks until it does, for what is known of a person is kept for a second; the answer in which it did. */
  readonly seesGender: (who: Person) => Promise<GraphQLAnswer>;
  /** Asks until it doesn't; what is asked a second after `since`, or later, must not see it. */
  readonly losesGender: (who: Person, since: number) => Promise<GraphQLAnswer>;
  /** With an approved elevation that works already. */
  readonly elevated: (
    role?: string,
  ) => Promise<{ readonly holder: Person; readonly approver: Person; readonly id: string }>;
  /** The gateway's count of this name and labels, 0 where there is none. */
  readonly metric: (name: string) => Promise<number>;
}

export function peopleOn(stack: Stack): Platform {
  const tokenOf = ({ role, bank, name }: Person) => stack.token(role, bank, undefined, name);
  const asks: Platform['asks'] = async (who, query, variables) =>
    stack.ask(await tokenOf(who), query, variables);
  const requests: Platform['requests'] = (who, input = {}) =>
    asks(who, REQUEST, {
      input: { permission: 'pii:read', reason: 'fraud case 12', minutes: 5, ...input },
    });
  const approves: Platform['approves'] = async (who, id) =>
    (await asks(who, APPROVE, { id })).body.data?.approveElevation;
  const seesGender: Platform['seesGender'] = (who) =>
    vi.waitFor(
      async () => {
        const answer = await asks(who, HOLDERS);
        expect(holderIn(answer).gender).not.toBeNull();
        return answer;
      },
      { timeout: 20_000, interval: 50 },
    );
  return {
    ...{ asks, requests, approves, seesGender },
    losesGender: async (who, since) => {
      for (;;) {
        const sentAt = performance.now();
        const answer = await asks(who, HOLDERS);
        if (holderIn(answer).gender === null) return answer;
        expect(sentAt - since).toBeLessThan(1_000);
      }
    },
    elevated: async (role = 'ANALYST') => {
      const [holder, approver] = [person(role), person('BANK_ADMIN')];
      const id = String((await requests(holder)).body.data?.requestElevation.elevation.id);
      await approves(approver, id);
      await seesGender(holder);
      return { holder, approver, id };
    },
    metric: async (name) => {
      const text = await (await fetch(new URL('/metrics', stack.url))).text();
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
    posts: async (path, who, query, headers = {}) =>
      fetch(new URL(path, stack.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await tokenOf(who)}`,
          ...headers,
        },
        body: JSON.stringify({ query }),
      }),
  };
}

/** The first person in an answer to HOLDERS. */
export function holderIn({ body }: GraphQLAnswer): Data {
  return body.data.accounts.edges[0].node.holders[0];
}

let people = 0;

/** Of a name nobody else has. */
export function person(role: string, bank = 'HB'): Person {
  people += 1;
  return { role, bank, name: `${role}-${people}@${bank}` };
}
