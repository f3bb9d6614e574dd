/** An impact as rows of text, the same for the terminal and for Markdown. */
import { counted } from '../diff/summary.ts';
import { brokenOperations, type Impact } from './impact.ts';
import type { FieldChange, OperationImpact } from './operation-impact.ts';
import type { RecordedImpact } from './recorded-impact.ts';

export interface ImpactTable {
  readonly title: string;
  readonly tone: 'bad' | 'good' | 'other';
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tables with something in them, what breaks first. */
export function impactTables(
  impact: Impact,
  bankName: (bankId: string) => string,
): readonly ImpactTable[] {
  const changed = impact.operations.changed.filter(({ isDeclared }) => isDeclared);
  const recorded = impact.recorded?.impacts ?? [];
  const tables: readonly ImpactTable[] = [
    {
      title: 'Openings nobody approved by name',
      tone: 'bad',
      head: ['role', 'coordinate', ...(impact.recorded ? ['withheld in the log'] : [])],
      rows: impact.unapproved.map(({ role, coordinate, recorded: times }) => [
        role,
        coordinate,
        ...(times === null ? [] : [counted(times, 'time')]),
      ]),
    },
    {
      title: 'Registered operations that break',
      tone: 'bad',
      head: ['client', 'operation', 'role', 'why'],
      rows: changed
        .filter(({ breaks }) => breaks !== undefined)
        .map((each) => [...aboutOperation(each), each.breaks ?? '']),
    },
    fieldTable('Registered operations that lose fields', 'bad', changed, ({ loses }) => loses),
    fieldTable('Registered operations that gain fields', 'good', changed, ({ gains }) => gains),
    {
      title: 'Registered operations that run now',
      tone: 'good',
      head: ['client', 'operation', 'role', 'refused before'],
      rows: changed
        .filter(({ repaired }) => repaired !== undefined)
        .map((each) => [...aboutOperation(each), each.repaired ?? '']),
    },
    {
      title: 'Recorded operations that would go otherwise',
      tone: recorded.some(({ verdict }) => verdict !== 'gains') ? 'bad' : 'good',
      head: ['client', 'operation', 'role', 'bank', 'times', 'what'],
      rows: recorded.flatMap((each) => recordedRows(each, bankName)),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** @example '12 registered operations of 4 clients: 1 breaks or loses fields; 3 openings nobody approved' */
export function impactSummary(impact: Impact): string {
  const { operations, recorded } = impact;
  const broken = new Set(brokenOperations(impact).map(({ client, id }) => `${client} ${id}`)).size;
  const changed = recorded?.impacts.reduce((sum, each) => sum + each.changedOperations, 0) ?? 0;
  const registered = `${counted(operations.operations, 'registered operation')} of ${counted(operations.clients.length, 'client')}`;
  return [
    `${registered}: ${broken === 0 ? 'none breaks or loses a field' : `${broken} ${broken === 1 ? 'breaks or loses' : 'break or lose'} fields`}`,
    ...(recorded
      ? [`${counted(recorded.operations, 'recorded operation')}: ${changed} would go otherwise`]
      : []),
    impact.unapproved.length === 0
      ? 'no opening that nobody approved'
      : `${counted(impact.unapproved.length, 'opening')} nobody approved`,
  ].join('; ');
}

function fieldTable(
  title: string,
  tone: ImpactTable['tone'],
  changed: readonly OperationImpact[],
  of: (impact: OperationImpact) => readonly FieldChange[],
): ImpactTable {
  return {
    title,
    tone,
    head: ['client', 'operation', 'role', 'field', 'change'],
    rows: changed.flatMap((impact) =>
      of(impact).map(({ path, coordinate, before, after }) => [
        ...aboutOperation(impact),
        `${path} (${coordinate})`,
        `${before} → ${after}`,
      ]),
    ),
  };
}

function aboutOperation({ client, operation, role }: OperationImpact): readonly string[] {
  return [client, operation, role];
}

const EFFECTS = {
  allow: 'allowed',
  mask: 'masked',
  deny: 'denied',
  hide: 'hidden',
  conditional: 'on conditions',
} as const;

function recordedRows(
  impact: RecordedImpact,
  bankName: (bankId: string) => string,
): readonly (readonly string[])[] {
  const { client, operation, role, bankId, changes, unregistered, operations } = impact;
  const about = [client, operation, role, bankName(bankId)];
  const times = (some: number) => `${some} of ${operations}`;
  return [
    ...(unregistered > 0
      ? [[...about, times(unregistered), 'refused: the client may ask registered operations only']]
      : []),
    ...changes.map((change) => [
      ...about,
      times(change.times),
      `${change.coordinate}: ${EFFECTS[change.before]} → ${EFFECTS[change.after]}`,
    ]),
  ];
}
