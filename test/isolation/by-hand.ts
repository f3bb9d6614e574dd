/** Operations that a generator would seldom hit on: pages, replays, elevations, mistakes. */
import type { Asked } from './asked.ts';
import { BANKS, bankIdOf, findCanaries, textOf } from './canaries.ts';
import { anyText, type Drawn, type Making, toGateway } from './drawn.ts';
import { absent, idOf, ownerFor, variablesFor } from './values.ts';

const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const LISTS = {
  payments: `query Page($after: String) { payments(first: 2, after: $after, orderBy: VALUE_DATE_ASC)
    { edges { cursor node { id valueDate amount { minorUnits currency } } } ${PAGE} } }`,
  'payments by amount': `query Page($after: String) {
    payments(first: 3, after: $after, orderBy: AMOUNT_DESC, filter: { direction: DEBIT })
    { edges { cursor node { id amount { minorUnits } account { number } } } ${PAGE} } }`,
  accounts: `query Page($after: String) { accounts(first: 3, after: $after)
    { edges { cursor node { id number bank { code } } } ${PAGE} } }`,
  auditTrail: `query Page($after: String) { auditTrail(first: 3, after: $after)
    { edges { cursor node { sequence subject decisionId event { details { value } } } } ${PAGE} } }`,
  elevations: `query Page($after: String) { elevations(first: 2, after: $after)
    { edges { cursor node { id subject reason } } ${PAGE} } }`,
  erasureRequests: `query Page($after: String) { erasureRequests(first: 2, after: $after)
    { edges { cursor node { id subject { id } reason requestedBy decidedBy } } ${PAGE} } }`,
  myElevations: `query Page($after: String) { myElevations(first: 2, after: $after)
    { edges { cursor node { id subject reason } } ${PAGE} } }`,
} as const;

const BY_ID = `query ById($account: ID!, $payment: ID!) {
  account(id: $account) { id number openedOn holders { id birthDate } payments(first: 2) { edges { cursor node { id } } }
    counterparties(first: 2) { account volume { minorUnits } } loans { id amount { minorUnits } } standingOrders { id }
    auditTrail(first: 2) { sequence subject } describe(metric: PAYMENT_AMOUNT, grain: YEAR) { sum { minorUnits } } }
  payment(id: $payment) { id valueDate amount { minorUnits currency } counterpartyAccount account { id }
    counterparty { account } auditTrail(first: 2) { sequence } } }`;

const RECORD = `mutation Record($input: RecordPaymentsInput!, $key: String!) {
  recordPayments(input: $input, idempotencyKey: $key)
    { recordedCount replayed userErrors { code message field } } }`;

const ELEVATION = '{ elevation { id subject reason status } userErrors { code message field } }';
const CHANGES = ['approveElevation', 'revokeElevation', 'giveBackElevation'] as const;

type Maker = (making: Making, asker: Drawn) => Promise<Asked>;

const page: Maker = async (_making, asker) => {
  const { tape, memory, bank } = asker;
  const list = tape.oneOf(Object.keys(LISTS));
  const query = Object.entries(LISTS).find(([name]) => name === list)?.[1] ?? LISTS.accounts;
  const whose = tape.chance(70) ? bank : ownerFor(asker);
  const after = tape.chance(8) ? 'bm90aGluZw' : memory.draw(tape, whose, `cursor:${list}`);
  const body = { query, variables: tape.chance(25) ? {} : { after } };
  return toGateway('page', asker, body, { list, document: { query } });
};

const byId: Maker = async (_making, asker) => {
  const whose = ownerFor(asker);
  const variables = {
    account: idOf('accounts', whose, asker),
    payment: idOf('payments', whose, asker),
  };
  return toGateway('by id', asker, { query: BY_ID, variables }, { document: { query: BY_ID } });
};

/** Ids in the text itself, so that the text is another for each bank. */
const inlined: Maker = async (_making, asker) => {
  const id = JSON.stringify(idOf('accounts', ownerFor(asker), asker));
  const query = `query Inlined { a: account(id: ${id}) { id number } b: payments(first: 2, filter:
    { accountId: ${id} }) { edges { node { id account { number } } } } }`;
  return toGateway('inlined', asker, { query }, { document: { query } });
};

/** A new batch, the same again, the key of another batch, or another bank's batch and key. */
const record: Maker = async (making, asker) => {
  const { tape, memory, bank } = asker;
  const whose = tape.chance(60) ? bank : ownerFor(asker);
  const again = tape.chance(40) ? memory.draw(tape, whose, 'batch') : undefined;
  const sent = again ?? JSON.stringify({ query: RECORD, variables: batchOf(making, asker) });
  // One that names another bank's account is that bank's own payment once that bank sends it.
  if (!again && isOf(bank, sent)) memory.keep(bank, 'batch', sent);
  const as = tape.chance(85) ? making.people.as(bank, 'SYSTEM', tape.pick(8)) : asker.person;
  return {
    ...toGateway('record', { ...asker, person: as, role: as.role }, {}),
    body: sent,
    document: { query: RECORD },
  };
};

function isOf(bank: number, text: string): boolean {
  let isOwn = true;
  findCanaries(text, (found) => {
    isOwn &&= found.bank === bank;
  });
  return isOwn;
}

function batchOf({ schema }: Making, asker: Drawn): Readonly<Record<string, unknown>> {
  const args = schema.getMutationType()?.getFields().recordPayments?.args ?? [];
  return variablesFor(
    args.map(({ name, type }) => ({
      name: name === 'idempotencyKey' ? 'key' : name,
      type,
      coordinate: `Mutation.recordPayments(${name}:)`,
    })),
    asker,
  );
}

const elevation: Maker = async ({ people }, asker) => {
  const { tape, memory, bank, operation } = asker;
  if (tape.chance(35)) {
    const query = `mutation Ask($input: RequestElevationInput!) { requestElevation(input: $input) ${ELEVATION} }`;
    const reason = textOf(bank, `REASON-${operation}`);
    const permission = tape.chance(90) ? 'pii:read' : 'nothing:read';
    const input = { permission, reason, minutes: 1 + tape.pick(30) };
    const person = people.as(bank, tape.oneOf(['ANALYST', 'ADMIN']), tape.pick(8));
    const body = { query, variables: { input } };
    return toGateway('elevation', { ...asker, person, role: person.role }, body, {
      document: { query },
      list: 'requested',
    });
  }
  const change = tape.oneOf(CHANGES);
  const type = `${change.charAt(0).toUpperCase()}${change.slice(1)}Input`;
  const query = `mutation Change($input: ${type}!) { ${change}(input: $input) ${ELEVATION} }`;
  const id = memory.draw(tape, ownerFor(asker), 'elevation') ?? absent(asker);
  const role = change === 'giveBackElevation' ? 'ANALYST' : 'BANK_ADMIN';
  const person = people.as(bank, role, tape.pick(8));
  const body = { query, variables: { input: { id } } };
  return toGateway('elevation', { ...asker, person, role }, body, { document: { query } });
};

const STATUS = `{ policyStatus { revision serial signer shadow { state revision message since operations uncompared
  differences { role coordinate from to operationName client count lastAt decisionId } } } }`;

/** What a candidate would decide otherwise says whose operations those were. */
const policyStatus: Maker = async ({ people }, asker) => {
  const person = people.as(asker.bank, 'ADMIN', asker.tape.pick(8));
  const document = { query: STATUS };
  return toGateway('policy', { ...asker, person, role: 'ADMIN' }, document, { document });
};

const DECISION = `query Why($id: ID!) { decision(id: $id) { id recordedAt role operationName outcome
  deniedCoordinates elevationIds explanations { coordinate effect rule } } }`;

const decision: Maker = async ({ people }, asker) => {
  const { tape, memory, bank } = asker;
  const id = memory.draw(tape, ownerFor(asker), 'decision') ?? absent(asker);
  const person = people.as(bank, 'ADMIN', tape.pick(8));
  const body = { query: DECISION, variables: { id } };
  const document = { query: DECISION };
  return toGateway('decision', { ...asker, person, role: 'ADMIN' }, body, { document });
};

/** Mistakes whose answers may quote what was sent, and must quote nothing else. */
const malformed: Maker = async (_making, asker) => {
  const text = JSON.stringify(anyText(asker));
  const ownText = textOf(asker.bank, 'NAMED');
  const other = bankIdOf((asker.bank + 1) % BANKS);
  const bodies: readonly object[] = [
    { query: `{ payments(orderBy: ${text}) { edges { cursor } } }` },
    { query: `{ account(id: ${text}) { nothing } }` },
    { query: `{ account(id: ${text}` },
    {
      query: `query ($a: Date) { payments(filter: { valueDateFrom: $a }) { edges { cursor } } }`,
      variables: { a: text },
    },
    { query: `{ payments(first: 1, after: ${text}) { edges { cursor } } }` },
    {
      query: `{ paths(from: { bank: ${text}, number: ${text} }, to: { bank: "XA", number: "1" }) { hops } }`,
    },
    // The trail keeps an operation's name and shows it again: another's text there would be no leak.
    { query: 'query A { bank { id } } query B { bank { id } }', operationName: ownText },
    { query: '{ bank { id code } }', variables: 7 },
    { documentId: anyText(asker) },
  ];
  const asked = toGateway('malformed', asker, asker.tape.oneOf(bodies));
  if (!asker.tape.chance(20)) return asked;
  return { ...asked, headers: { ...asked.headers, 'x-bank-id': other } };
};

const visibleSchema: Maker = async (_making, asker) => ({
  ...toGateway('schema', asker, {}),
  method: 'GET',
  path: '/schema.graphql',
});

export const byHand = {
  page,
  byId,
  inlined,
  record,
  elevation,
  decision,
  policyStatus,
  malformed,
  visibleSchema,
} as const;
