/** Rego as the compiler reads it: packages, rules, annotations and references, with their places. */
import { join } from 'node:path';
import { z } from 'zod';
import { type KeptFiles, nameFor } from '../kept-files.ts';
import { runOpa } from '../opa.ts';

const locationSchema = z.object({ row: z.int(), col: z.int() });

const annotationSchema = z.object({
  scope: z.string(),
  title: z.string().optional(),
  entrypoint: z.boolean().optional(),
  schemas: z.array(z.unknown()).optional(),
  location: locationSchema.optional(),
});

const nameSchema = z.object({ type: z.string(), value: z.unknown() });

const ruleSchema = z.looseObject({
  default: z.boolean().optional(),
  annotations: z.array(annotationSchema).optional(),
  body: z.array(z.looseObject({ generated: z.boolean().optional() })).optional(),
  head: z.looseObject({ ref: z.array(nameSchema).min(1), location: locationSchema.optional() }),
  location: locationSchema,
});

const moduleSchema = z.object({
  package: z.object({ location: locationSchema.optional(), path: z.array(nameSchema).min(1) }),
  annotations: z.array(annotationSchema).optional(),
  imports: z.array(z.unknown()).optional(),
  rules: z.array(ruleSchema).optional(),
});

export type Annotation = z.infer<typeof annotationSchema>;
export type Place = z.infer<typeof locationSchema>;

export interface Rule {
  /** As in `data.<package>.<name>`. */
  readonly name: string;
  readonly place: Place;
  readonly isDefault: boolean;
  /** Whether it has no conditions, so that it is always defined. */
  readonly isUnconditional: boolean;
  readonly annotations: readonly Annotation[];
}

/** A reference that begins with `data`, `input` or a function's name. */
export interface Reference {
  /** Up to the first part that is no plain name. */
  readonly path: readonly string[];
  readonly place: Place;
}

export interface RegoModule {
  /** Within the policies folder. */
  readonly path: string;
  readonly text: string;
  readonly packageName: string;
  readonly place: Place;
  readonly annotations: readonly Annotation[];
  readonly rules: readonly Rule[];
  readonly references: readonly Reference[];
}

export interface Parser {
  readonly opaPath: string;
  /** The compiler's version: another may read the same text otherwise. */
  readonly version: string;
  readonly folder: string;
  readonly kept: KeptFiles;
}

/** Undefined when it does not parse, which `opa check` tells of. */
export async function parseModule(
  { opaPath, version, folder, kept }: Parser,
  path: string,
  text: string,
): Promise<RegoModule | undefined> {
  const file = `modules/${nameFor(version, text)}.json`;
  const known = kept.read(file);
  try {
    const json =
      known === undefined
        ? await runOpa(opaPath, [...PARSE, join(folder, path)], { cwd: folder })
        : Buffer.from(known).toString('utf8');
    const value: unknown = JSON.parse(json);
    const module = moduleOf(path, text, value);
    if (known === undefined) kept.keep(file, JSON.stringify(value, withoutText));
    return module;
  } catch {
    return undefined;
  }
}

const PARSE = ['parse', '--format', 'json', '--json-include', 'locations'];

/** Whether a file holds tests, by its name. */
export function isTestFile(path: string): boolean {
  return path.endsWith('_test.rego');
}

function withoutText(key: string, value: unknown): unknown {
  return key === 'text' || key === 'file' ? undefined : value;
}

function moduleOf(path: string, text: string, value: unknown): RegoModule {
  const { package: own, annotations, imports, rules } = moduleSchema.parse(value);
  return {
    path,
    text,
    packageName: namesOf(own.path).slice(1).join('.'),
    place: own.location ?? { row: 1, col: 1 },
    annotations: annotations ?? [],
    rules: (rules ?? []).map((rule) => ({
      name: namesOf(rule.head.ref).join('.'),
      place: rule.head.location ?? rule.location,
      isDefault: rule.default === true,
      isUnconditional: rule.body?.every(({ generated }) => generated === true) ?? true,
      annotations: rule.annotations ?? [],
    })),
    references: referencesIn([imports ?? [], rules ?? []]),
  };
}

/** The leading plain names: a variable first, then strings. */
function namesOf(terms: readonly z.infer<typeof nameSchema>[]): readonly string[] {
  const end = terms.findIndex(
    ({ type }, index) => type !== 'string' && !(index === 0 && type === 'var'),
  );
  return terms.slice(0, end < 0 ? undefined : end).map(({ value }) => String(value));
}

const refSchema = z.object({
  type: z.literal('ref'),
  location: locationSchema.optional(),
  value: z.array(nameSchema).min(1),
});

function referencesIn(node: unknown): readonly Reference[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap(referencesIn);
  // Parsing every node would take most of the time of a check.
  if (!('type' in node) || node.type !== 'ref') return inner;
  const ref = refSchema.safeParse(node);
  if (!ref.success || ref.data.location === undefined) return inner;
  return [{ path: namesOf(ref.data.value), place: ref.data.location }, ...inner];
}
