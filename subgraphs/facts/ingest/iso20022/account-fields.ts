/** The paths of an account and of a bank, which messages have in many places. */

/** Number by IBAN or otherwise; a document that gives both means the IBAN. */
export function accountPaths(base: string, name: string): readonly (readonly [string, string])[] {
  return [
    [`${base}/Id/IBAN`, `${name}Iban`],
    [`${base}/Id/Othr/Id`, `${name}Other`],
  ];
}

/** The two letters a bank goes by here are a clearing system's, or some other scheme's; a BIC has none. */
export function bankPaths(base: string, name: string): readonly (readonly [string, string])[] {
  return [
    [`${base}/FinInstnId/ClrSysMmbId/MmbId`, `${name}Member`],
    [`${base}/FinInstnId/Othr/Id`, `${name}Other`],
    [`${base}/FinInstnId/BICFI`, `${name}Bic`],
    [`${base}/FinInstnId/BIC`, `${name}Bic`],
  ];
}

type Values = ReadonlyMap<string, string>;

export function accountOf(values: Values, name: string): string | undefined {
  return values.get(`${name}Iban`) ?? values.get(`${name}Other`);
}

export function bankOf(values: Values, name: string): string | undefined {
  return values.get(`${name}Member`) ?? values.get(`${name}Other`) ?? values.get(`${name}Bic`);
}

/** Of an ISO 8601 date or date and time, the day as it is written, its zone left off. */
export function dayOf(values: Values, name: string): string | undefined {
  const text = values.get(name) ?? values.get(`${name}Time`);
  return text?.replace(DAY_OF_DATE, '$1');
}

const DAY_OF_DATE =
  /^(\d{4}-\d\d-\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?$/;
