/** Values for an operation's variables: the asking bank's, another bank's, and ones nobody has. */
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Tape } from '../properties/tape.ts';
import { BANKS, codeOf, dateOf, moneyOf, partnerOf, personOf, textOf, uuidOf } from './canaries.ts';
import type { Slot } from './documents.ts';
import type { Memory } from './memory.ts';

export interface Asker {
  readonly bank: number;
  readonly role: string;
  readonly tape: Tape;
  readonly memory: Memory;
  /** Numbers of tables in the ids of their rows. */
  readonly tables: Readonly<Record<keyof typeof ROWS, number>>;
  /** The number of the operation: what must not exist yet is made of it. */
  readonly operation: number;
}

/** That there are of each in a bank at least. */
const ROWS = { accounts: 12, payments: 36, holders: 24, erasures: 6 } as const;

const FOREIGN_PERCENT = 25;
const ABSENT_PERCENT = 8;

export function variablesFor(
  slots: readonly Slot[],
  asker: Asker,
): Readonly<Record<string, unknown>> {
  const entries = slots.flatMap(({ name, coordinate, type }) => {
    const value = valueFor(type, coordinate, asker);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function valueFor(type: GraphQLInputType, coordinate: string, asker: Asker): unknown {
  const { tape } = asker;
  if (isNonNullType(type))
    return valueFor(type.ofType, coordinate, asker) ?? textOf(asker.bank, '');
  if (isListType(type)) return [valueFor(type.ofType, coordinate, asker)];
  if (isEnumType(type)) return tape.oneOf(type.getValues()).name;
  if (isInputObjectType(type)) {
    if (type.name === 'AccountRefInput') return accountRef(asker);
    if (type.name === 'PaymentInput') return paymentInput(asker);
    const fields = Object.values(type.getFields()).flatMap((field) => {
      if (!isRequiredInputField(field) && !tape.chance(30)) return [];
      return [[field.name, valueFor(field.type, `${type.name}.${field.name}`, asker)] as const];
    });
    return Object.fromEntries(fields);
  }
  return scalarOf(type.name, coordinate, asker);
}

function scalarOf(type: string, coordinate: string, asker: Asker): unknown {
  const { tape, memory, bank } = asker;
  const whose = ownerFor(asker);
  if (/\.(account|accountId)\b/.test(coordinate)) return idOf('accounts', whose, asker);
  if (coordinate === 'Query.payment(id:)') return idOf('payments', whose, asker);
  if (coordinate === 'ErasureSubjectInput.id') return idOf('holders', whose, asker);
  if (/Erasure.*id\b/.test(coordinate)) return idOf('erasures', whose, asker);
  if (coordinate === 'Query.bank(id:)') return uuidOf(whose, 0, 0);
  if (/decision/i.test(coordinate)) return memory.draw(tape, whose, 'decision') ?? absent(asker);
  if (/elevation.*id\b/i.test(coordinate)) {
    return memory.draw(tape, whose, 'elevation') ?? absent(asker);
  }
  if (/\(after:\)$/.test(coordinate)) {
    return tape.chance(15) ? 'bm90aGluZw' : memory.draw(tape, whose, 'cursor');
  }
  if (/idempotencyKey/.test(coordinate)) return keyFor(asker);
  switch (type) {
    case 'Int':
      return coordinate.endsWith('(maxHops:)') ? 1 + tape.pick(3) : 1 + tape.pick(4);
    case 'MinorUnits':
      return moneyOf(whose, tape.pick(60_000));
    case 'Date':
      return dateOf(whose, tape.pick(10), tape.pick(28));
    case 'DateTime':
      return `${dateOf(whose, tape.pick(10), tape.pick(28))}T00:00:00Z`;
    case 'Boolean':
      return tape.chance(50);
    case 'ID':
      return absent(asker);
    default:
      return textFor(coordinate, whose, bank, asker);
  }
}

function textFor(coordinate: string, whose: number, bank: number, { tape }: Asker): string {
  if (/permission/.test(coordinate)) return 'pii:read';
  if (/counterpartyBank/.test(coordinate)) return partnerOf(whose, tape.pick(2));
  if (/subject/.test(coordinate)) return personOf(whose, 'ANALYST-0');
  if (/role/.test(coordinate)) return tape.oneOf(['ANALYST', 'AUDITOR', 'SYSTEM']);
  return textOf(bank, `ASKED-${tape.pick(100)}`);
}

/** Whose value the next one is; the asking bank's own in three of four cases. */
export function ownerFor({ bank, tape }: Pick<Asker, 'bank' | 'tape'>): number {
  if (!tape.chance(FOREIGN_PERCENT)) return bank;
  return (bank + 1 + tape.pick(BANKS - 1)) % BANKS;
}

/** As an id of the bank's own looks, of a row that there is not. */
export const absent = ({ bank, tape }: Pick<Asker, 'bank' | 'tape'>): string =>
  uuidOf(bank, 0xfff, tape.pick(1_000_000));

export function idOf(table: keyof typeof ROWS, whose: number, asker: Asker): string {
  if (asker.tape.chance(ABSENT_PERCENT)) return absent(asker);
  const row = 1 + asker.tape.pick(ROWS[table]);
  return uuidOf(whose, asker.tables[table], row);
}

export function numberOf(bank: number, asker: Asker): string {
  return textOf(bank, `NUMBER-${asker.tables.accounts}-${1 + asker.tape.pick(12)}`);
}

function accountRef(asker: Asker): unknown {
  const whose = ownerFor(asker);
  if (asker.tape.chance(30)) {
    return {
      bank: partnerOf(whose, asker.tape.pick(2)),
      number: textOf(whose, `PEER-${asker.tape.pick(36)}`),
    };
  }
  return { bank: codeOf(whose), number: numberOf(whose, asker) };
}

/** A batch that is recorded where account and reference are good, and refused where not. */
function paymentInput(asker: Asker): unknown {
  const { bank, tape, operation } = asker;
  const whose = ownerFor(asker);
  const isTransfer = tape.chance(50);
  return {
    reference: tape.chance(70)
      ? textOf(bank, `NEW-${operation}`)
      : textOf(whose, `REFERENCE-${asker.tables.payments}-${1 + tape.pick(36)}`),
    accountNumber: numberOf(tape.chance(70) ? bank : whose, asker),
    minorUnits: moneyOf(bank, 900_000 + (operation % 90_000)),
    currency: 'CZK',
    direction: 'DEBIT',
    channel: isTransfer ? 'TRANSFER_OUT' : 'CASH_WITHDRAWAL',
    valueDate: dateOf(bank, 6, tape.pick(300)),
    ...(isTransfer
      ? {
          counterpartyBank: partnerOf(bank, 0),
          counterpartyAccount: textOf(bank, `P-${operation}`),
        }
      : {}),
  };
}

/** New, used by this bank, or used by another. */
function keyFor(asker: Asker): string {
  const { bank, tape, memory, operation } = asker;
  if (tape.chance(50)) {
    const key = textOf(bank, `KEY-${operation}`);
    memory.keep(bank, 'key', key);
    return key;
  }
  return memory.draw(tape, ownerFor(asker), 'key') ?? textOf(bank, `KEY-${operation}`);
}
