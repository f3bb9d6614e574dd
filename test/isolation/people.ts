/** Everybody who asks: some persons of every role of every bank, with real tokens. */
import type { Tape } from '../properties/tape.ts';
import { developmentToken } from '../support/development-token.ts';
import { BANKS, bankIdOf, personOf } from './canaries.ts';
import type { World } from './world.ts';

export const ROLES = ['ADMIN', 'BANK_ADMIN', 'ANALYST', 'AUDITOR', 'SYSTEM'] as const;
export type Role = (typeof ROLES)[number];

/** So many share the budget a role has for each of its subjects. */
export const PERSONS = 8;
/** One more of each, whom no operation is drawn for. */
const PERSONS_OF_EACH = PERSONS + 1;

export interface Person {
  readonly bank: number;
  readonly role: Role;
  readonly subject: string;
  readonly authorization: string;
}

export interface People {
  readonly draw: (tape: Tape) => Person;
  readonly as: (bank: number, role: Role, person?: number) => Person;
}

export async function createPeople({ keys }: World): Promise<People> {
  const all = await Promise.all(
    Array.from(
      { length: BANKS * ROLES.length * PERSONS_OF_EACH },
      async (_, index): Promise<Person> => {
        const bank = index % BANKS;
        const place = Math.floor(index / BANKS);
        const role = ROLES[place % ROLES.length] ?? 'ANALYST';
        const subject = personOf(bank, `${role}-${Math.floor(place / ROLES.length)}`);
        const client = personOf(bank, `CLIENT-${role}`);
        const holder = { subject, role, bankId: bankIdOf(bank), client };
        const token = await developmentToken(keys.issuer, holder, '12h');
        return { bank, role, subject, authorization: `Bearer ${token}` };
      },
    ),
  );
  const as: People['as'] = (bank, role, person = 0) => {
    const found = all[bank + BANKS * (ROLES.indexOf(role) + ROLES.length * person)];
    if (!found) throw new RangeError(`nobody is ${role} of bank ${bank}`);
    return found;
  };
  return {
    as,
    draw: (tape) => as(tape.pick(BANKS), tape.oneOf(ROLES), tape.pick(PERSONS)),
  };
}
