/** Elevation, the whole story: asked for, approved by another person, used, ended. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  HOLDERS,
  holderIn,
  type Person,
  type Platform,
  peopleOn,
  person,
} from '../support/people.ts';
import { type Stack, startStack } from '../support/stack.ts';

const REVOKE = `mutation ($id: ID!) { revokeElevation(input: { id: $id }) {
  elevation { status revokedBy } userErrors { code } } }`;
const GIVE_BACK = `mutation ($id: ID!) { giveBackElevation(input: { id: $id }) {
  elevation { status revokedBy } userErrors { code } } }`;
const EVENTS = `{ auditTrail(first: 20, filter: { category: SECURITY }) { edges { node {
  subject role event { category kind details { name value } } } } } }`;

const Foreseen = z.object({
  policy: z.unknown(),
  preflight: z.object({
    outcome: z.string(),
    decisions: z.array(z.object({ effect: z.string() })),
  }),
});
const Refused = z.object({
  errors: z.array(z.unknown()),
  extensions: z.object({ decisionId: z.string(), policy: z.unknown() }),
});
const JANUARY_FIRST = expect.stringMatching(/-01-01$/);

let stack: Stack;
let on: Platform;
beforeAll(async () => {
  stack = await startStack({ load: 'sample' });
  on = peopleOn(stack);
});
afterAll(() => stack?.stop());

describe('an elevation', () => {
  it('opens what is denied and masked to its holder, and every decision names it', async () => {
    const analyst = person('ANALYST');
    const before = await on.asks(analyst, HOLDERS);
    expect(holderIn(before)).toMatchObject({ gender: null, birthDate: JANUARY_FIRST });
    expect(before.body.errors?.[0]?.extensions).toMatchObject({
      coordinate: 'AccountHolder.gender',
      reasonCode: 'MISSING_PERMISSION',
    });
    expect(before.body.extensions?.policy).not.toHaveProperty('elevation');

    const { elevation } = (await on.requests(analyst)).body.data.requestElevation;
    expect(elevation).toMatchObject({ status: 'REQUESTED', subject: analyst.name });
    expect(holderIn(await on.asks(analyst, HOLDERS)).gender).toBeNull();

    const approver = person('BANK_ADMIN');
    const approved = await on.approves(approver, elevation.id);
    expect(approved).toMatchObject({
      elevation: { status: 'ACTIVE', approvedBy: approver.name },
      userErrors: [],
    });

    const answer = await on.seesGender(analyst);
    expect(answer.body.errors).toBeUndefined();
    expect(holderIn(answer)).not.toMatchObject({ birthDate: JANUARY_FIRST });
    expect(answer.body.extensions?.policy).toMatchObject({ elevation: [elevation.id] });

    const id = answer.headers.get('payscope-decision-id');
    const trail = `query ($id: ID!) { auditTrail(filter: { decisionId: $id }) {
      edges { node { subject elevationIds deniedCoordinates } } } }`;
    expect((await on.asks(person('AUDITOR'), trail, { id })).body.data.auditTrail.edges).toEqual([
      { node: { subject: analyst.name, elevationIds: [elevation.id], deniedCoordinates: [] } },
    ]);
    const why = 'query ($id: ID!) { decision(id: $id) { elevationIds } }';
    expect((await on.asks(person('ADMIN'), why, { id })).body.data.decision).toEqual({
      elevationIds: [elevation.id],
    });
  });

  it('opens as much to an admin, who has policy:read but no personal data otherwise', async () => {
    const { holder, id } = await on.elevated('ADMIN');
    const answer = await on.asks(holder, HOLDERS);
    expect(answer.body.extensions?.policy).toMatchObject({ elevation: [id] });
  });

  it('opens nothing to anybody else, who asks the same at the same time', async () => {
    const { holder, approver } = await on.elevated();
    const others = [
      person('ANALYST'),
      { ...holder, role: 'AUDITOR' },
      { ...holder, role: 'ADMIN' },
      { ...holder, bank: 'AB' },
      { ...approver, role: 'ANALYST' },
    ];
    const answers = await Promise.all([holder, ...others].map((who) => on.asks(who, HOLDERS)));
    const genders = answers.map((answer) => holderIn(answer)?.gender ?? null);
    expect(genders.map((gender) => gender !== null)).toEqual([true, ...others.map(() => false)]);
    for (const { body } of answers.slice(1)) {
      expect(body.extensions?.policy).not.toHaveProperty('elevation');
    }
    expect(holderIn(await on.asks(holder, HOLDERS)).gender).not.toBeNull();
  });

  it('opens no more than its permission does', async () => {
    const { holder } = await on.elevated();
    const { body } = await on.asks(holder, '{ auditTrail(first: 1) { edges { cursor } } }');
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  });

  it('that is revoked is gone within a second', async () => {
    const { holder, approver, id } = await on.elevated();
    const revoked = (await on.asks(approver, REVOKE, { id })).body.data.revokeElevation;
    const since = performance.now();
    expect(revoked).toMatchObject({ elevation: { status: 'REVOKED' }, userErrors: [] });
    await on.losesGender(holder, since);
  });

  it('is given back by its holder', async () => {
    const { holder, id } = await on.elevated();
    const given = (await on.asks(holder, GIVE_BACK, { id })).body.data.giveBackElevation;
    const since = performance.now();
    expect(given).toMatchObject({ elevation: { revokedBy: holder.name }, userErrors: [] });
    await on.losesGender(holder, since);
  });

  it('ends by itself', async () => {
    const { holder, id } = await on.elevated();
    await stack.database.asSuperuser(
      `update audit.elevations set ends_at = clock_timestamp() where id = '${id}'`,
    );
    await on.losesGender(holder, performance.now());
  });

  it('does not hold while nobody can say whether it does', async () => {
    const { holder } = await on.elevated();
    stack.spies.audit.cut(true, '/grants');
    try {
      const answer = await on.losesGender(holder, performance.now());
      expect(answer.body.errors?.[0]?.extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
      expect(answer.body.extensions?.policy).not.toHaveProperty('elevation');
    } finally {
      stack.spies.audit.cut(false);
    }
    expect(
      await on.metric('payscope_elevation_grant_lookups_total{outcome="failed"}'),
    ).toBeGreaterThan(0);
    expect(stack.gateway.output()).toContain('grants unknown: none apply');
    await on.seesGender(holder);
  });

  it('is asked about only by operations it could open something of', async () => {
    const before = await grantLookups();
    const analyst = person('ANALYST');
    await on.asks(analyst, '{ accounts(first: 1) { edges { node { number holders { id } } } } }');
    await on.asks(person('BANK_ADMIN'), HOLDERS);
    expect(await grantLookups()).toBe(before);
    await on.asks(analyst, HOLDERS);
    expect(await grantLookups()).toBe(before + 1);
  });
});

describe('what is decided under an elevation', () => {
  it('is foreseen by a preflight', async () => {
    const { holder, id } = await on.elevated();
    const response = await on.posts('/graphql/preflight', holder, HOLDERS);
    const { preflight, policy } = Foreseen.parse(await response.json());
    expect(policy).toMatchObject({ elevation: [id] });
    expect(preflight).toMatchObject({ outcome: 'ALLOWED' });
    expect(preflight.decisions.filter(({ effect }) => effect !== 'allow')).toEqual([]);
  });

  it('names it where the operation is refused for something else', async () => {
    const { holder, id } = await on.elevated();
    const mixed = HOLDERS.replace(/}$/, ' verifyAudit { intact } }');
    const response = await on.posts('/graphql', holder, mixed, { 'payscope-denied': 'reject' });
    const { errors, extensions } = Refused.parse(await response.json());
    expect(errors).toMatchObject([{ extensions: { coordinate: 'Query.verifyAudit' } }]);
    expect(extensions.policy).toMatchObject({ elevation: [id] });
    const trail = `query ($id: ID!) { auditTrail(filter: { decisionId: $id }) {
      edges { node { elevationIds outcome } } } }`;
    const variables = { id: extensions.decisionId };
    expect((await on.asks(person('AUDITOR'), trail, variables)).body.data.auditTrail.edges).toEqual(
      [{ node: { elevationIds: [id], outcome: 'REFUSED' } }],
    );
  });

  it('is counted by permission, and warned of the first time', async () => {
    const uses = () => on.metric('payscope_elevation_uses_total{permission="pii:read"}');
    const { holder, id } = await on.elevated();
    const before = await uses();
    await on.asks(holder, HOLDERS);
    expect(await uses()).toBe(before + 1);
    const lines = stack.gateway
      .output()
      .split('\n')
      .filter((line) => line.includes(id));
    expect(lines.filter((line) => line.includes('used for the first time'))).toHaveLength(1);
    expect(stack.subgraphs.output()).toMatch(new RegExp(`${id}.*elevation approved`));
  });
});

describe('asking for one', () => {
  it.each<[string, string, Readonly<Record<string, unknown>>, string]>([
    [
      'a permission nobody can be given',
      'ANALYST',
      { permission: 'facts:write' },
      'CONDITION_NOT_MET',
    ],
    ['a permission there is not', 'ANALYST', { permission: 'no:such' }, 'CONDITION_NOT_MET'],
    ['longer than the policy lets', 'ANALYST', { minutes: 61 }, 'CONDITION_NOT_MET'],
    ['an auditor', 'AUDITOR', {}, 'MISSING_PERMISSION'],
    ['whoever approves', 'BANK_ADMIN', {}, 'MISSING_PERMISSION'],
  ])('is denied to or for %s', async (_what, role, input, reasonCode) => {
    const { body } = await on.requests(person(role), input);
    expect(body.data).toEqual({ requestElevation: null });
    expect(body.errors?.[0]?.extensions).toMatchObject({
      coordinate: 'Mutation.requestElevation',
      reasonCode,
    });
  });

  it('and approving it takes two people, of one bank', async () => {
    const analyst = person('ANALYST');
    const { elevation } = (await on.requests(analyst)).body.data.requestElevation;
    const { id } = elevation;
    const errors = async (who: Person) => (await on.approves(who, id))?.userErrors ?? 'denied';
    expect(await errors(analyst)).toBe('denied');
    expect(await errors({ ...analyst, role: 'BANK_ADMIN' })).toEqual([{ code: 'SAME_PERSON' }]);
    expect(await errors(person('BANK_ADMIN', 'AB'))).toEqual([{ code: 'UNKNOWN_ELEVATION' }]);
    expect(holderIn(await on.asks(analyst, HOLDERS)).gender).toBeNull();
    expect(await errors(person('BANK_ADMIN'))).toEqual([]);
    await on.seesGender(analyst);
  });

  it('and everything after it is in the audit trail', async () => {
    const [holder, approver] = [person('ANALYST', 'AB'), person('BANK_ADMIN', 'AB')];
    const { id } = (await on.requests(holder)).body.data.requestElevation.elevation;
    await on.approves(approver, id);
    await on.asks(approver, REVOKE, { id });
    const { body } = await on.asks(person('AUDITOR', 'AB'), EVENTS);
    const told = body.data.auditTrail.edges.map(
      ({ node }: { node: { subject: string; event: { kind: string } } }) => [
        node.subject,
        node.event.kind,
      ],
    );
    expect(told.slice(0, 3)).toEqual([
      [approver.name, 'ELEVATION_REVOKED'],
      [approver.name, 'ELEVATION_APPROVED'],
      [holder.name, 'ELEVATION_REQUESTED'],
    ]);
    const verified = await on.asks(person('AUDITOR', 'AB'), '{ verifyAudit { intact } }');
    expect(verified.body.data.verifyAudit).toEqual({ intact: true });
  });
});

async function grantLookups(): Promise<number> {
  const counts = await Promise.all(
    ['some', 'none', 'kept', 'failed'].map((outcome) =>
      on.metric(`payscope_elevation_grant_lookups_total{outcome="${outcome}"}`),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
