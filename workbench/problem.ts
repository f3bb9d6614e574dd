/** Something wrong between schema and policy: what, where, and what to do about it. */
export interface Problem {
  /** Stable, kebab-case. */
  readonly rule: string;
  /** A file of data, or `schema` for the subgraph that has the coordinate. */
  readonly where: string;
  /** The key in the file, or the coordinate in the schema. */
  readonly at: string;
  /** Where it is known without looking for `at`. */
  readonly line?: number;
  readonly message: string;
  readonly fix: string;
}

/** @example sentenceOf(problem) // 'policies/masks/data.json: Person.birth is no field of the schema' */
export function sentenceOf({ where, message }: Problem): string {
  return where === 'schema' ? message : `${where}: ${message}`;
}
