/** What is asked: kinds of operations, each by its share. */
import type { Tape } from '../properties/tape.ts';
import type { Asked } from './asked.ts';
import { byHand } from './by-hand.ts';
import { type GeneratedDocument, generateDocument } from './documents.ts';
import { type Drawn, type Making, toGateway } from './drawn.ts';
import { variablesFor } from './values.ts';

const DOCUMENTS_MAX = 400;
const NEW_PERCENT = 8;

type Maker = (making: Making, asker: Drawn) => Promise<Asked>;

/** Shares of a hundred; what is left is generated. */
const KINDS: readonly (readonly [share: number, make: Maker])[] = [
  [8, byHand.page],
  [5, byHand.byId],
  [3, byHand.inlined],
  [6, byHand.record],
  [5, byHand.elevation],
  [2, byHand.decision],
  [1, byHand.policyStatus],
  [2, byHand.malformed],
  [1, byHand.visibleSchema],
  [6, async (making, asker) => making.hops.entities(asker)],
  [4, asRegistered],
  [4, asPreflight],
];

export async function makeOperation(making: Making, tape: Tape, operation: number): Promise<Asked> {
  const person = making.people.draw(tape);
  const { memory, tables } = making;
  const asker: Drawn = { ...{ person, tape, memory, tables, operation }, ...person };
  let left = tape.pick(100);
  for (const [share, make] of KINDS) {
    left -= share;
    if (left < 0) return make(making, asker);
  }
  return generated(making, asker);
}

async function generated(making: Making, asker: Drawn): Promise<Asked> {
  const document = drawDocument(making, asker.tape);
  const variables = variablesFor(document.slots, asker);
  return toGateway('generated', asker, { query: document.query, variables }, { document });
}

async function asPreflight(making: Making, asker: Drawn): Promise<Asked> {
  const document = drawDocument(making, asker.tape);
  const variables = variablesFor(document.slots, asker);
  const body = { query: document.query, variables };
  return { ...toGateway('preflight', asker, body), path: '/graphql/preflight' };
}

async function asRegistered(making: Making, asker: Drawn): Promise<Asked> {
  const document = asker.tape.oneOf(making.registered);
  const variables = variablesFor(document.slots, asker);
  return toGateway('registered', asker, { documentId: document.id, variables }, { document });
}

function drawDocument({ documents, schema }: Making, tape: Tape): GeneratedDocument {
  if (documents.length >= DOCUMENTS_MAX / 4 && !tape.chance(NEW_PERCENT)) {
    return tape.oneOf(documents);
  }
  const made = generateDocument(schema, tape);
  if (documents.length < DOCUMENTS_MAX) documents.push(made);
  else documents[tape.pick(DOCUMENTS_MAX)] = made;
  return made;
}
