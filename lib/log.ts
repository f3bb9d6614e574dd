/** Structured logs: one JSON object a line, snake_case keys, never a token or a row. */
import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Keys whose values never reach a log line. */
const REDACTED = ['authorization', 'token', '*.authorization', '*.token', 'headers.cookie'];

/** @example const log = createLog({ name: 'gateway', level: 'info' }); log.info({ url }, 'listening') */
export function createLog(options: { readonly name: string; readonly level: string }): Log {
  return pino({
    level: options.level,
    base: { service: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
  });
}
