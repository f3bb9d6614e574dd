/** `payscope data dead-letters` and `payscope data replay-dead-letters` */
import { listDeadLetters } from '../../subgraphs/facts/queries/list-dead-letters.ts';
import { replayDeadLetters } from '../../subgraphs/facts/queries/replay-dead-letters.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { type BankOptions, inBank } from '../in-bank.ts';
import type { CommandContext } from '../main.ts';

const SHOWN_MAX = 1_000;
const SLICE = 1_000;

export async function showDeadLetters(
  context: CommandContext,
  options: BankOptions,
): Promise<ExitCode> {
  const letters = await inBank(context, options, ({ bankId, inTenant }) =>
    inTenant((tx) => listDeadLetters(tx, bankId, SHOWN_MAX)),
  );
  const { terminal } = context;
  if (options.json) terminal.result(JSON.stringify(letters, null, 2));
  else if (letters.length === 0) terminal.result('There are no dead letters.');
  for (const letter of options.json ? [] : letters) {
    const { diedAt, eventId, type, paymentId, url, attempts, reason } = letter;
    terminal.result(
      `${diedAt.toISOString()}  ${reason}, ${attempts} attempts  ${type} ${eventId}, payment ${paymentId}  ${url}`,
    );
  }
  if (letters.length === SHOWN_MAX) terminal.progress(`These are the ${SHOWN_MAX} oldest.`);
  return EXIT.ok;
}

/** They are delivered by the relay; what a subscriber then sees is decided when it asks. */
export async function replay(context: CommandContext, options: BankOptions): Promise<ExitCode> {
  const replayed = await inBank(context, options, async ({ bankId, inTenant }) => {
    let all = 0;
    for (;;) {
      const some = await inTenant((tx) => replayDeadLetters(tx, bankId, SLICE));
      all += some;
      if (some < SLICE) return all;
    }
  });
  const text = `${replayed} put back; the relay delivers them within seconds where it runs.`;
  context.terminal.result(options.json ? JSON.stringify({ replayed }) : text);
  return EXIT.ok;
}
