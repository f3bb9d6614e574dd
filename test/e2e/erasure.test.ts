/** An erasure, the whole story: asked for and approved by command, seen in answers and in the trail. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../support/command.ts';
import { seedFacts } from '../support/facts.ts';
import { type Stack, startStack } from '../support/stack.ts';

const HOLDERS =
  '{ accounts(first: 1) { edges { node { holders { id gender district erasedAt } } } } }';
const TRAIL = `{ auditTrail(first: 20, filter: { category: LIFECYCLE }) { edges { node {
  sequence subject role event { category kind details { name value } } } } }
  verifyAudit { intact entriesChecked } }`;

const Request = z.object({ request: z.object({ id: z.string(), state: z.string() }) });

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ load: 'none' });
  await seedFacts(stack.database.appUrl);
});
afterAll(() => stack?.stop());

/** By command, as a person of the bank. */
async function as(role: string, name: string, ...args: readonly string[]) {
  const token = await stack.token(role, 'HB', undefined, name);
  return runCommand(['data', ...args, '--url', stack.url], { PAYSCOPE_TOKEN: token });
}

async function asks(role: string, query: string) {
  const { body } = await stack.ask(await stack.token(role, 'HB'), query);
  return body;
}

it('takes a request and another person, and ends in null without an error, told in the trail', async () => {
  const [{ id }] = (await asks('BANK_ADMIN', HOLDERS)).data.accounts.edges[0].node.holders;
  const asking = ['erase', '--subject', id, '--reason', 'letter of 12 May', '--json'];
  expect(await as('ANALYST', 'ann', ...asking)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('UNAUTHORIZED_FIELD_OR_TYPE'),
  });
  const asked = await as('ADMIN', 'alice', ...asking);
  expect(asked.code).toBe(0);
  const { request } = Request.parse(JSON.parse(asked.stdout));
  expect(request.state).toBe('REQUESTED');

  const waiting = await as('AUDITOR', 'otto', 'erasures', '--state', 'REQUESTED');
  expect(waiting.stdout).toContain(`${request.id}  ACCOUNT_HOLDER ${id}, asked by alice`);
  expect((await as('AUDITOR', 'otto', 'approve-erasure', request.id)).code).toBe(3);
  expect((await as('ADMIN', 'alice', 'approve-erasure', request.id)).code).toBe(3);
  const alone = await as('BANK_ADMIN', 'alice', 'approve-erasure', request.id);
  expect([alone.code, alone.stdout]).toEqual([1, expect.stringContaining('SAME_PERSON')]);
  const done = await as('BANK_ADMIN', 'bob', 'approve-erasure', request.id);
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('decided by bob')]);

  const answer = await asks('BANK_ADMIN', HOLDERS);
  expect(answer.errors).toBeUndefined();
  expect(answer.data.accounts.edges[0].node.holders[0]).toEqual({
    ...{ id, gender: null, district: null },
    erasedAt: expect.any(String),
  });

  await expect
    .poll(kindsInTrail, { timeout: 15_000 })
    .toEqual(['ERASURE_EXECUTED by bob', 'ERASURE_APPROVED by bob', 'ERASURE_REQUESTED by alice']);
  expect((await asks('AUDITOR', TRAIL)).data.verifyAudit.intact).toBe(true);
});

/** Chained soon after it was committed; newest first. */
async function kindsInTrail(): Promise<readonly string[]> {
  const { data } = await asks('AUDITOR', TRAIL);
  return data.auditTrail.edges.map(
    ({ node }: { node: { subject: string; event: { kind: string } } }) =>
      `${node.event.kind} by ${node.subject}`,
  );
}
