/** Text that can be kept and hashed. */
import { z } from 'zod';

/** Postgres keeps no NUL in text, and canonical JSON (RFC 8785) no lone surrogate. */
export function text(max: number) {
  return z
    .string()
    .max(max)
    .refine(
      (value) => value.isWellFormed() && !value.includes('\0'),
      'text with NUL or lone surrogates',
    );
}
