/** The policy's data as security teams write it, read and shaped once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Conditions, conditionsSchema } from './condition-data.ts';
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

/** Who holds what, what permissions there are, and what stands in for one that is missing. */
export interface PolicyData {
  readonly roles: z.infer<typeof rolesSchema>;
  readonly permissions: z.infer<typeof permissionsSchema>;
  readonly masks: z.infer<typeof masksSchema>;
  readonly attributes: z.infer<typeof attributesSchema>;
  readonly limits: z.infer<typeof limitsSchema>;
  readonly conditions: Conditions;
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
  };
}

function readData<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const file = `policies/${name}/data.json`;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, name, 'data.json'), 'utf8'));
  } catch (error) {
    throw new WorkbenchError(`${file} is not JSON`, [String(error)]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new WorkbenchError(
    `${file} is not what it should be`,
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  );
}
