/** Where in the Rego each rule path is given as the reason of a decision. */

export interface RulePlace {
  /** From the root of the project. */
  readonly file: string;
  readonly line: number;
}

const DECISION = /"rule":\s*"([^"]+)"/;

/**
 * The rule path stands in the decision itself (WASM has no trace), so the line that says it is
 * the line that decided. The compiler drops comments from the Rego it bundles; so the lines are
 * counted in the sources, and go with the bundle as `data.places`.
 * @param sources text by path within policies/.
 */
export function rulePlaces(
  sources: ReadonlyMap<string, string>,
): Readonly<Record<string, RulePlace>> {
  const places: Record<string, RulePlace> = {};
  for (const [path, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!path.endsWith('.rego')) continue;
    for (const [index, line] of text.split('\n').entries()) {
      const rule = DECISION.exec(line)?.[1];
      if (rule !== undefined) places[rule] ??= { file: `policies/${path}`, line: index + 1 };
    }
  }
  return places;
}
