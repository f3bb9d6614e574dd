/** What `opa check` says of the Rego, with what to do about it. */
import { z } from 'zod';
import { didYouMean } from '../nearest.ts';
import { adviceFor } from './builtin-advice.ts';
import type { Finding } from './finding.ts';

const errorSchema = z.object({
  message: z.string(),
  code: z.string().optional(),
  location: z.object({ file: z.string(), row: z.int(), col: z.int() }).optional(),
  details: z
    .looseObject({
      ref: z.array(z.object({ value: z.unknown() })).optional(),
      pos: z.int().optional(),
      oneOf: z.array(z.string()).nullish(),
    })
    .nullish(),
});

const reportSchema = z.object({ errors: z.array(errorSchema) });

type CompilerError = z.infer<typeof errorSchema>;

/** Names of functions: all of OPA's, and those that the gateway's WASM has. */
export interface Functions {
  readonly ofOpa: ReadonlySet<string>;
  readonly available: ReadonlySet<string>;
}

/**
 * Findings of what `opa check --format json` printed.
 *
 * @throws {SyntaxError | z.ZodError} when it is no such report.
 */
export function compilerFindings(
  report: string,
  functions: Functions,
  fileOf: (path: string) => string,
): readonly Finding[] {
  return reportSchema.parse(JSON.parse(report)).errors.map((error) => ({
    severity: 'error',
    file: fileOf(error.location?.file ?? ''),
    ...(error.location === undefined
      ? {}
      : { line: error.location.row, column: Math.max(1, error.location.col) }),
    ...explained(error, functions),
  }));
}

function explained(
  error: CompilerError,
  functions: Functions,
): Pick<Finding, 'rule' | 'message' | 'fix'> {
  const { message, code } = error;
  const unknownFunction = /^undefined function (\S+)$/.exec(message)?.[1];
  if (unknownFunction !== undefined) {
    return { rule: 'builtin', ...adviceFor(unknownFunction, functions) };
  }
  if (message.startsWith('undefined ref: ')) return undefinedRef(error);
  const rule = code === 'rego_parse_error' ? 'syntax' : 'compile';
  return { rule, message, fix: fixFor(message, code) };
}

/** `details.pos` is the part of the reference that is not there. */
function undefinedRef({ message, details }: CompilerError) {
  const parts = (details?.ref ?? []).map(({ value }) => String(value));
  const pos = details?.pos ?? 0;
  const wrong = parts[pos] ?? '';
  const shown = /^undefined ref: (.*?)(\[__local\d+__\])?$/.exec(message)?.[1] ?? wrong;
  const known = details?.oneOf ?? [];
  const otherwise = known.length > 0 ? `there are ${known.join(', ')}` : 'nothing can be below it';
  return {
    rule: 'input-schema',
    message: `\`${shown}\`: there is no \`${wrong}\` there`,
    fix: didYouMean(wrong, known, otherwise),
  };
}

/** What helps with the errors people meet; the first that fits. */
const FIXES: readonly (readonly [RegExp, string])[] = [
  [/^assigned var (\S+) unused/, 'use it, or take the line out'],
  [/^import (\S+) unused/, 'take the import out'],
  [/^unused argument (\S+)/, 'call it `_`'],
  [
    /^var (\S+) is unsafe/,
    'it has no value there: give it one first, as by `some … in …`, or correct its name',
  ],
  [
    /arity mismatch/,
    'count its arguments: the reference is www.openpolicyagent.org/docs/policy-reference',
  ],
  [/invalid argument/, 'it takes other types: see www.openpolicyagent.org/docs/policy-reference'],
  [/^multiple default rules/, 'leave one'],
  [
    /^conflicting rules/,
    'a rule is either one value or a set or a function: name one of them otherwise',
  ],
  [/recursive/, 'a rule may not need itself: split what both need into a rule of its own'],
  [/match error/, 'the two sides never have the same type, so the line never holds'],
  [/deprecated/, 'use what took its place: www.openpolicyagent.org/docs/policy-reference'],
  [/must not shadow|shadowed/, 'choose another name'],
];

function fixFor(message: string, code: string | undefined): string {
  const found = FIXES.find(([pattern]) => pattern.test(message));
  if (found !== undefined) return found[1];
  return code === 'rego_parse_error'
    ? 'correct the syntax there, or on the line above'
    : 'see www.openpolicyagent.org/docs/policy-language';
}
