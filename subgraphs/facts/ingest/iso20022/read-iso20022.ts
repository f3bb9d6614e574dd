/** Payments as messages of ISO 20022: bank statements (camt.053) and orders to pay (pain.001). */
import type { Bytes } from '../open-source.ts';
import { type Field, type PaymentText, parsePayment } from '../parse-payment.ts';
import { type FileRecord, reasonOf } from '../record.ts';
import { CAMT053, CAMT053_NAMES, entryProblem, entryText } from './camt053.ts';
import { PAIN001, PAIN001_NAMES, transferText } from './pain001.ts';
import { readXmlRecords } from './read-xml-records.ts';
import type { XmlProblem, XmlRecord, XmlShape } from './xml-shape.ts';

interface Message {
  readonly shape: XmlShape;
  readonly names: Readonly<Partial<Record<Field, string>>>;
  readonly problemOf: (values: ReadonlyMap<string, string>) => XmlProblem | undefined;
  readonly textOf: (values: ReadonlyMap<string, string>) => PaymentText;
}

const STATEMENT: Message = {
  shape: CAMT053,
  names: CAMT053_NAMES,
  problemOf: entryProblem,
  textOf: entryText,
};
const ORDER: Message = {
  shape: PAIN001,
  names: PAIN001_NAMES,
  problemOf: () => undefined,
  textOf: transferText,
};

const MESSAGES: ReadonlyMap<string, Message> = new Map([
  ...versions('camt.053.001', 2, 8, STATEMENT),
  ...versions('pain.001.001', 3, 9, ORDER),
]);
const SHAPES = new Map([...MESSAGES].map(([namespace, { shape }]) => [namespace, shape]));

/** Which message it is, its namespace says. */
export async function* readIso20022(source: Bytes): AsyncGenerator<FileRecord> {
  for await (const record of readXmlRecords(source, SHAPES)) yield readRecord(record);
}

function readRecord(record: XmlRecord): FileRecord {
  const { line, content } = record;
  if (record.kind === 'broken') {
    return { kind: 'refused', line, reason: reasonOf(record.code, record.message), content };
  }
  const { values } = record;
  const message = MESSAGES.get(record.namespace);
  if (!message) throw new Error(`no message has namespace ${record.namespace}`);
  const problem = record.problem ?? message.problemOf(values);
  if (problem) {
    const reason = reasonOf(problem.code, problem.message, problem.path);
    return { kind: 'refused', line, reason, content };
  }
  const nameOf = (field: Field) => message.names[field] ?? field;
  return parsePayment({ line, text: message.textOf(values), content, nameOf });
}

function versions(
  name: string,
  first: number,
  last: number,
  message: Message,
): readonly (readonly [string, Message])[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const version = String(first + index).padStart(2, '0');
    return [`urn:iso:std:iso:20022:tech:xsd:${name}.${version}`, message] as const;
  });
}
