/** The policy's data as security teams write it, read and shaped once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clients, clientsSchema } from './client-data.ts';
import { type Conditions, conditionsSchema } from './condition-data.ts';
import type { Problem } from './problem.ts';
import { WorkbenchError } from './workbench-error.ts';

const rolesSchema = z.record(
  z.string(),
  z.strictObject({ description: z.string().min(1), permissions: z.array(z.string()) }),
);

const permissionsSchema = z.record(
  z.string(),
  z.strictObject({ description: z.string().min(1), without: z.enum(['deny', 'hide']) }),
);

const masksSchema = z.record(
  z.string(),
  z.strictObject({ permission: z.string(), obligation: z.looseObject({ kind: z.string() }) }),
);

const limits = z.record(z.string(), z.int().nonnegative());

const limitsSchema = z.strictObject({ default: limits, roles: z.record(z.string(), limits) });

const attributesSchema = z.record(z.string(), z.strictObject({ description: z.string().min(1) }));

const DATA_SCHEMAS: Readonly<Record<keyof PolicyData, z.ZodType>> = {
  roles: rolesSchema,
  permissions: permissionsSchema,
  masks: masksSchema,
  attributes: attributesSchema,
  limits: limitsSchema,
  conditions: conditionsSchema,
  clients: clientsSchema,
};

/** Who holds what, what permissions there are, and what stands in for one that is missing. */
export interface PolicyData {
  readonly roles: z.infer<typeof rolesSchema>;
  readonly permissions: z.infer<typeof permissionsSchema>;
  readonly masks: z.infer<typeof masksSchema>;
  readonly attributes: z.infer<typeof attributesSchema>;
  readonly limits: z.infer<typeof limitsSchema>;
  readonly conditions: Conditions;
  readonly clients: Clients;
}

/**
 * Reads the data.json files of a policies folder.
 *
 * @throws {WorkbenchError} naming the file and what is wrong with it.
 */
export function readPolicyData(folder: string): PolicyData {
  return {
    roles: readData(folder, 'roles', rolesSchema),
    permissions: readData(folder, 'permissions', permissionsSchema),
    masks: readData(folder, 'masks', masksSchema),
    attributes: readData(folder, 'attributes', attributesSchema),
    limits: readData(folder, 'limits', limitsSchema),
    conditions: readData(folder, 'conditions', conditionsSchema),
    clients: readData(folder, 'clients', clientsSchema),
  };
}

/** Everything that keeps the data.json files of a folder from being read. */
export function dataProblems(folder: string): readonly Problem[] {
  return Object.entries(DATA_SCHEMAS).flatMap(([name, schema]): readonly Problem[] => {
    const { file, text, value, problem } = readJson(folder, name);
    if (problem !== undefined) return [problem];
    const issues = schema.safeParse(value).error?.issues ?? [];
    return issues.map(({ path, message }) => ({
      rule: 'data',
      where: file,
      // What is missing has no place; what it is missing from has.
      at: String(path.findLast((part) => text.includes(JSON.stringify(part))) ?? ''),
      message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
      fix: 'policies/README.md says what the file holds',
    }));
  });
}

function readData<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const { file, value, problem } = readJson(folder, name);
  if (problem !== undefined) throw new WorkbenchError(`${file} is not JSON`, [problem.message]);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new WorkbenchError(
    `${file} is not what it should be`,
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  );
}

function readJson(folder: string, name: string) {
  const file = `policies/${name}/data.json`;
  let text = '';
  try {
    text = readFileSync(join(folder, name, 'data.json'), 'utf8');
    const value: unknown = JSON.parse(text);
    return { file, text, value };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isThere = text !== '';
    const problem: Problem = {
      rule: 'data',
      where: file,
      at: '',
      line: isThere ? firstBadLine(text) : 1,
      message: isThere ? `not JSON: ${withoutExcerpt(message)}` : `can't be read: ${message}`,
      fix: isThere ? 'correct it there; JSON has no comments and no commas at the end' : 'add it',
    };
    return { file, text, value: undefined, problem };
  }
}

/** V8 says the place of some errors only; the shortest beginning that is wrong has it of all. */
function firstBadLine(text: string): number {
  const all = text.trimEnd();
  let good = 0;
  let bad = all.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (mayGoOn(all.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return all.slice(0, bad - 1).split('\n').length;
}

/** Whether it is JSON so far. */
function mayGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = String(error);
    if (/end of JSON input|Unterminated string/.test(message)) return true;
    const position = / at position (\d+)/.exec(message)?.[1];
    return position !== undefined && Number(position) >= beginning.length;
  }
}

/** V8 quotes what is around the place, line breaks and all. */
function withoutExcerpt(message: string): string {
  return message.replace(/, (\.{3})?".*$/s, '');
}
