/** Erasures over HTTP, as several people of several banks. */
import { z } from 'zod';
import { bankIdOf, newDecisionId } from '../../lib/ids.ts';
import type { ServedSubgraph } from './subgraph.ts';

export interface Eraser {
  readonly subject: string;
  readonly bank: string;
}

export const ALICE: Eraser = { subject: 'alice', bank: 'HB' };
export const BOB: Eraser = { subject: 'bob', bank: 'HB' };

const Payload = z.object({
  request: z
    .object({
      id: z.string(),
      subject: z.object({ kind: z.string(), id: z.string() }),
      state: z.string(),
      requestedBy: z.string(),
      decidedBy: z.string().nullable(),
      decidedAt: z.string().nullable(),
    })
    .nullable(),
  userErrors: z.array(z.object({ code: z.string(), field: z.string() })),
});
export type ErasurePayload = z.output<typeof Payload>;

const SELECTION = `{ request { id subject { kind id } state requestedBy decidedBy decidedAt }
  userErrors { code field } }`;

export interface Erasures {
  readonly asks: (who: Eraser, query: string, variables?: object) => Promise<unknown>;
  readonly requests: (
    who: Eraser,
    id: string,
    reason?: string,
    kind?: string,
  ) => Promise<ErasurePayload>;
  readonly approves: (who: Eraser, id: string) => Promise<ErasurePayload>;
  readonly rejects: (who: Eraser, id: string) => Promise<ErasurePayload>;
  /** Asked for by one and approved by another. @returns the request's id. */
  readonly erases: (subjectId: string) => Promise<string>;
}

/** @example const on = erasuresOn(await serveForTest(await openTestFacts(), database.appUrl)) */
export function erasuresOn(served: Pick<ServedSubgraph, 'url' | 'token'>): Erasures {
  const asks: Erasures['asks'] = async ({ subject, bank }, query, variables = {}) => {
    const claims = { subject, bankId: bankIdOf(bank), decisionId: newDecisionId() };
    const authorization = `Bearer ${await served.token(claims, query)}`;
    const response = await fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query, variables }),
    });
    return z.strictObject({ data: z.unknown() }).parse(await response.json()).data;
  };
  const change = async (who: Eraser, name: string, input: object) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { payload: ${name}(input: $input) ${SELECTION} }`;
    return z.object({ payload: Payload }).parse(await asks(who, query, { input })).payload;
  };
  const requests: Erasures['requests'] = (who, id, reason = 'asked for', kind = 'ACCOUNT_HOLDER') =>
    change(who, 'requestErasure', { subject: { kind, id }, reason });
  const approves: Erasures['approves'] = (who, id) => change(who, 'approveErasure', { id });
  return {
    ...{ asks, requests, approves },
    rejects: (who, id) => change(who, 'rejectErasure', { id }),
    erases: async (subjectId) => {
      const { request } = await requests(ALICE, subjectId);
      if (!request) throw new Error('it was refused');
      await approves(BOB, request.id);
      return request.id;
    },
  };
}

export const codesOf = ({ userErrors }: ErasurePayload) => userErrors.map(({ code }) => code);
