/** Purposes as recorded, by the code of ISO 20022's external list or by their own name. */
import { payments } from '../../tables.ts';

const BY_CODE: ReadonlyMap<string, string> = new Map([
  ['PENS', 'PENSION'],
  ['INSU', 'INSURANCE'],
  ['LIFI', 'INSURANCE'],
  ['HLTI', 'INSURANCE'],
  ['PPTI', 'INSURANCE'],
  ['INTE', 'INTEREST'],
  ['LOAN', 'LOAN'],
  ['LOAR', 'LOAN'],
  ['HLRP', 'LOAN'],
  ['RENT', 'HOUSEHOLD'],
  ['UBIL', 'HOUSEHOLD'],
  ['ELEC', 'HOUSEHOLD'],
  ['GASB', 'HOUSEHOLD'],
  ['WTER', 'HOUSEHOLD'],
]);

const NAMES: readonly string[] = payments.purpose.enumValues;

/** Undefined for what no purpose stands for: there are hundreds, and a payment need not have one. */
export function purposeOf(values: ReadonlyMap<string, string>): string | undefined {
  const name = values.get('purposeName');
  if (name !== undefined && NAMES.includes(name)) return name;
  return BY_CODE.get(values.get('purposeCode') ?? '');
}
