/** `payscope data export`: what a bank has of a person. */
import { isUuid } from '../../lib/ids.ts';
import { tellTrail } from '../../lib/trail/index.ts';
import { SUBJECT_KINDS } from '../../subgraphs/facts/erasure/subject-kinds.ts';
import { writeSubject } from '../../subgraphs/facts/erasure/write-subject.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import { type InBank, inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';
import { operator } from '../operator.ts';
import { reachPersonalKeys } from '../personal-keys.ts';
import { writeNewFile } from '../write-new-file.ts';

export interface ExportOptions {
  readonly bank: string;
  readonly subject: string;
  readonly out?: string;
}

const KIND = 'ACCOUNT_HOLDER';

export async function exportSubject(
  context: CommandContext,
  { bank, subject, out }: ExportOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  if (!isUuid(subject)) throw new UsageError(`--subject: got "${subject}"; takes an id`);
  const id = subject.toLowerCase();
  return inBank(context, { bank }, async (there) => {
    const keys = await reachPersonalKeys(there.config);
    if (!(await tell(there, id))) throw new UsageError('--subject: the bank has nobody of this id');
    const lines = writeSubject(there.db, there.bankId, { kind: KIND, id }, keys);
    if (out === undefined) {
      for await (const line of lines) terminal.result(line);
      return EXIT.ok;
    }
    terminal.progress(`${out}: ${await writeNewFile(out, withNewlines(lines))} bytes`);
    return EXIT.ok;
  });
}

/** Before anything is read: an export that breaks off is in the trail too. */
function tell({ bankId, inTenant }: InBank, id: string): Promise<boolean> {
  return inTenant(async (tx) => {
    if (!(await SUBJECT_KINDS[KIND].find(tx, bankId, id))) return false;
    const details = { subject_kind: KIND, subject: id };
    const event = { category: 'lifecycle', kind: 'SUBJECT_EXPORTED', details } as const;
    await tellTrail(tx, bankId, operator('data export'), [{ event, entityIds: [id] }]);
    return true;
  });
}

async function* withNewlines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
