/** What of a process's log is worth a line on the terminal: errors, in short. */
import { z } from 'zod';

const IS_ERROR = /"level":"(error|fatal)"/;

const logLine = z.object({
  msg: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
});

/** Most lines are no errors, and are not parsed. */
export function summarizeError(line: string): string | undefined {
  if (!IS_ERROR.test(line)) return undefined;
  const parsed = logLine.safeParse(tryJson(line));
  if (!parsed.success) return line;
  const { msg, err } = parsed.data;
  return [msg, err?.message].filter((part) => part !== undefined).join(': ');
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
