/** A bundle's own data, as far as people are told of it; bundles of other days may lack some. */
import { z } from 'zod';
import type { Requirement, Requirements } from '../gateway/policy/index.ts';

const limits = z.record(z.string(), z.number());

const condition = z.looseObject({
  kind: z.string(),
  description: z.string().default(''),
  unless: z.string().optional(),
});

const versionDataSchema = z.object({
  roles: z.record(
    z.string(),
    z.object({ description: z.string().default(''), permissions: z.array(z.string()) }),
  ),
  permissions: z
    .record(z.string(), z.object({ description: z.string().default(''), without: z.string() }))
    .default({}),
  masks: z
    .record(
      z.string(),
      z.object({ permission: z.string(), obligation: z.looseObject({ kind: z.string() }) }),
    )
    .default({}),
  attributes: z.record(z.string(), z.object({ description: z.string() })).default({}),
  limits: z
    .object({ default: limits, roles: z.record(z.string(), limits) })
    .default({ default: {}, roles: {} }),
  conditions: z
    .object({
      elevation: z.array(z.string()).default([]),
      rules: z.record(z.string(), z.array(condition)).default({}),
    })
    .default({ elevation: [], rules: {} }),
  /** Not there: of before clients were known. */
  clients: z
    .object({
      clients: z.record(z.string(), z.looseObject({})).default({}),
      documents: z.object({
        rules: z.array(
          z.looseObject({
            clients: z.array(z.string()).optional(),
            banks: z.array(z.string()).optional(),
          }),
        ),
      }),
    })
    .optional(),
  places: z.record(z.string(), z.object({ file: z.string(), line: z.int() })).default({}),
});

export type VersionData = Readonly<z.output<typeof versionDataSchema>>;
export type VersionCondition = Readonly<z.output<typeof condition>>;

/** @throws {z.ZodError} when it is not the data of a policy. */
export function readVersionData(data: unknown): VersionData {
  return versionDataSchema.parse(data);
}

const requirementsSchema = z.record(
  z.string(),
  z.object({
    authenticated: z.boolean(),
    policies: z.array(z.array(z.string())),
    input: z.literal(true).optional(),
  }),
);

/** What each coordinate asked for when the bundle was built; undefined when it does not say. */
export function requirementsIn(data: Readonly<Record<string, unknown>>): Requirements | undefined {
  const parsed = requirementsSchema.safeParse(data.schema).data;
  if (parsed === undefined) return undefined;
  const requirements: Record<string, Requirement> = Object.create(null);
  for (const [coordinate, { authenticated, policies, input }] of Object.entries(parsed)) {
    requirements[coordinate] = { authenticated, policies, ...(input ? { input } : {}) };
  }
  return requirements;
}
