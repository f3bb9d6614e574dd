/** Authorization cases: who asks for what, and what the policy decides, one sentence each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { WorkbenchError } from './workbench-error.ts';

/** `reason` is required: a denial case that does not name its reason code proves too little. */
const caseSchema = z.strictObject({
  name: z.string().min(10),
  role: z.string(),
  coordinate: z.string(),
  expect: z.strictObject({
    effect: z.enum(['allow', 'mask', 'deny', 'hide']),
    reason: z.string(),
    obligation: z.looseObject({ kind: z.string() }).optional(),
  }),
});

export type AuthorizationCase = z.infer<typeof caseSchema> & {
  /** Within the folder of cases. */
  readonly file: string;
  readonly line: number;
};

/** The cases that go with a policies folder: beside it, or else the project's. */
export function casesFolderOf(root: string, folder: string): string {
  const beside = join(dirname(folder), 'test/cases');
  return existsSync(beside) ? beside : join(root, 'test/cases');
}

/**
 * Reads the `*.yaml` of a folder; none when there is no folder.
 *
 * @throws {WorkbenchError} naming the file and what is wrong with it.
 */
export function readCases(folder: string): readonly AuthorizationCase[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => casesIn(file, readFileSync(join(folder, file), 'utf8')));
}

function casesIn(file: string, text: string): readonly AuthorizationCase[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const [error] = document.errors;
  if (error !== undefined) {
    throw new WorkbenchError(`${file} is not YAML`, [error.message]);
  }
  const items = isSeq(document.contents) ? document.contents.items : [];
  const lines = items.map((item) => lineAt((isMap(item) ? item.range?.[0] : undefined) ?? 0));
  const parsed = z.array(caseSchema).safeParse(document.toJS());
  if (parsed.success) {
    return parsed.data.map((each, index) => ({ ...each, file, line: lines[index] ?? 1 }));
  }
  throw new WorkbenchError(
    `${file} holds no authorization cases`,
    parsed.error.issues.map(({ path, message }) => {
      const line = typeof path[0] === 'number' ? lines[path[0]] : 1;
      return `line ${line}: ${path.slice(1).join('.')}: ${message}`;
    }),
  );
}
