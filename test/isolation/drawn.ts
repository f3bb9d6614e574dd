/** What operations are made from: who asks, and what there is to ask with. */
import type { GraphQLSchema } from 'graphql';
import type { Asked } from './asked.ts';
import { textOf } from './canaries.ts';
import type { GeneratedDocument } from './documents.ts';
import type { HopCalls } from './hop-calls.ts';
import type { Memory } from './memory.ts';
import type { People, Person } from './people.ts';
import type { RegisteredDocument } from './registered.ts';
import { type Asker, ownerFor } from './values.ts';

export interface Making {
  readonly schema: GraphQLSchema;
  readonly people: People;
  readonly memory: Memory;
  readonly tables: Asker['tables'];
  readonly registered: readonly RegisteredDocument[];
  readonly hops: HopCalls;
  /** Documents in use; every bank asks them. */
  readonly documents: GeneratedDocument[];
}

export interface Drawn extends Asker {
  readonly person: Person;
}

export function toGateway(
  kind: string,
  { bank, role, person }: Drawn,
  body: object,
  more: Partial<Asked> = {},
): Asked {
  return {
    ...{ kind, bank, role, target: 'gateway', method: 'POST', path: '/graphql' },
    headers: { authorization: person.authorization },
    body: JSON.stringify(body),
    ...more,
  };
}

/** A text of the bank's own, or of another: what a mistake may quote back. */
export function anyText(asker: Drawn): string {
  return textOf(ownerFor(asker), `SAID-${asker.tape.pick(100)}`);
}
