/** What a refused line holds: sealed under a key of the line's own, since nobody knows who it is about. */
import { v5 } from 'uuid';
import { type Envelope, type Place, SubjectErased } from '../../../lib/envelope/index.ts';
import type { BankId } from '../../../lib/ids.ts';

/** Of one bank, what tells a line from another. */
export interface QuarantinedLine {
  readonly source: string;
  readonly line: number;
  readonly record: number;
}

/** Of a line that was erased nothing is written again. */
export async function sealLines<Line extends QuarantinedLine & { readonly content: string }>(
  envelope: Envelope,
  bankId: BankId,
  lines: readonly Line[],
) {
  return Promise.all(
    lines.map(async ({ content, ...line }) => ({
      ...line,
      content: null,
      contentSealed: await envelope.seal(placeOf(bankId, line), content).catch(nothingIfErased),
    })),
  );
}

function nothingIfErased(error: unknown): null {
  if (error instanceof SubjectErased) return null;
  throw error;
}

/** Null where it was erased. @throws {SealBroken} where the row is not what was sealed. */
export async function openLine(
  envelope: Envelope,
  bankId: BankId,
  line: QuarantinedLine & {
    readonly content: string | null;
    readonly contentSealed: Uint8Array | null;
  },
): Promise<string | null> {
  if (line.contentSealed === null) return line.content;
  const opened = await envelope.open(placeOf(bankId, line), line.contentSealed);
  return opened.kind === 'opened' ? opened.text : null;
}

/** A line never changes: it has one version. */
function placeOf(bankId: BankId, { source, line, record }: QuarantinedLine): Place {
  const rowId = v5(JSON.stringify(['quarantine', source, line, record]), bankId);
  return {
    ...{ bankId, subjectId: rowId, rowId, rowVersion: 1 },
    ...{ table: 'facts.quarantine', column: 'content' },
  };
}
