/** What a file says of a payment, still text, becomes a payment or what is wrong with it. */
import { z } from 'zod';
import { type MinorUnitsResult, readMinorUnits } from '../../../lib/minor-units.ts';
import { isCalendarDay } from '../../../lib/scalars.ts';
import type { IncomingPayment } from '../domain/new-payment.ts';
import { isAccountNumber, problemsOf } from '../domain/payment-batch.ts';
import { payments } from '../tables.ts';
import { type FileRecord, reasonOf } from './record.ts';

/** An amount comes as `minorUnits`, or as `amount`: a decimal of the currency's units. */
export const FIELDS = [
  'reference',
  'accountNumber',
  'minorUnits',
  'amount',
  'currency',
  'direction',
  'channel',
  'purpose',
  'valueDate',
  'counterpartyBank',
  'counterpartyAccount',
] as const;

export type Field = (typeof FIELDS)[number];
export type PaymentText = { readonly [F in Field]?: string | undefined };

export interface PaymentSource {
  readonly line: number;
  readonly text: PaymentText;
  readonly content: string;
  /** What the format calls a field. */
  readonly nameOf: (field: Field) => string;
}

/** Says in its message what is stored: zod gives back the code and the sentence as they are. */
const coded = (code: string, sentence: string) => ({ error: `${code} ${sentence}` });
const MISSING = coded('MISSING', 'Nothing is given.');
const oneOf = <const V extends readonly [string, ...string[]]>(values: V, code: string) =>
  z.enum(values, coded(code, `Give one of ${values.join(', ')}.`));

const paymentText = z.object({
  reference: z.string(MISSING),
  accountNumber: z
    .string(MISSING)
    .refine(
      isAccountNumber,
      coded('INVALID_ACCOUNT_NUMBER', 'Give 1 to 34 digits, capital letters or hyphens.'),
    ),
  minorUnits: z.string().optional(),
  amount: z.string().optional(),
  currency: z
    .string(MISSING)
    .regex(/^[A-Z]{3}$/, coded('INVALID_CURRENCY', 'Give three capital letters (ISO 4217).')),
  direction: z.string(MISSING).pipe(oneOf(payments.direction.enumValues, 'UNKNOWN_DIRECTION')),
  channel: z.string(MISSING).pipe(oneOf(payments.channel.enumValues, 'UNKNOWN_CHANNEL')),
  purpose: oneOf(payments.purpose.enumValues, 'UNKNOWN_PURPOSE').optional(),
  valueDate: z
    .string(MISSING)
    .refine(isCalendarDay, coded('INVALID_DATE', 'Give a day of the calendar as YYYY-MM-DD.')),
  counterpartyBank: z.string().optional(),
  counterpartyAccount: z.string().optional(),
});

/** Each field by itself first, then what they say together. */
export function parsePayment({ line, text, content, nameOf }: PaymentSource): FileRecord {
  const refuse = (problems: readonly Problem[]): FileRecord => ({
    kind: 'refused',
    line,
    reason: problems
      .map(({ code, field, message }) => reasonOf(code, message, nameOf(field)))
      .join(' '),
    content,
  });
  const parsed = paymentText.safeParse(text);
  if (!parsed.success) return refuse(parsed.error.issues.map(toProblem));
  const { minorUnits: whole, amount, ...fields } = parsed.data;
  const money = readAmount({ whole, amount, currency: fields.currency });
  if ('code' in money) return refuse([money]);
  const payment: IncomingPayment = { ...fields, minorUnits: money.minorUnits };
  const problems = problemsOf(payment).map((problem) =>
    problem.field === 'minorUnits' ? { ...problem, field: money.field } : problem,
  );
  return problems.length > 0 ? refuse(problems) : { kind: 'payment', line, payment, content };
}

interface Problem {
  readonly code: string;
  readonly field: Field;
  readonly message: string;
}

function toProblem({ message, path }: z.core.$ZodIssue): Problem {
  const [code = '', ...words] = message.split(' ');
  const field = FIELDS.find((name) => name === path[0]) ?? 'reference';
  return { code, field, message: words.join(' ') };
}

const AMOUNT_PROBLEMS: Readonly<
  Record<Exclude<MinorUnitsResult['kind'], 'amount'>, Omit<Problem, 'field'>>
> = {
  'not-decimal': {
    code: 'INVALID_AMOUNT',
    message: 'Give digits, with a point before decimals; in minor units, without one.',
  },
  'too-many-decimals': {
    code: 'TOO_MANY_DECIMALS',
    message: 'Give no more decimals than the currency has.',
  },
  'too-large': { code: 'AMOUNT_TOO_LARGE', message: 'Give at most 2^53 - 1 minor units.' },
};

function readAmount(given: {
  readonly whole: string | undefined;
  readonly amount: string | undefined;
  readonly currency: string;
}): { readonly minorUnits: number; readonly field: 'minorUnits' | 'amount' } | Problem {
  const { whole, amount, currency } = given;
  const field = whole === undefined ? 'amount' : 'minorUnits';
  const text = whole ?? amount;
  if (text === undefined) return { code: 'MISSING', field, message: 'Nothing is given.' };
  // Minor units are whole: any digit behind a point is one too many.
  const isWhole = whole === undefined || !whole.includes('.');
  const read = isWhole
    ? readMinorUnits(text, whole === undefined ? currency : NO_DECIMALS)
    : ({ kind: 'not-decimal' } as const);
  if (read.kind !== 'amount') return { ...AMOUNT_PROBLEMS[read.kind], field };
  return { minorUnits: read.minorUnits, field };
}

/** A currency whose unit is its minor unit. */
const NO_DECIMALS = 'JPY';
