/** A lint rule: one habit of the house, looked for in all modules. */
import type { Severity } from '../finding.ts';
import { isTestFile, type Place, type RegoModule } from '../rego-module.ts';

/** What the rules look at. */
export interface LintContext {
  readonly modules: readonly RegoModule[];
  /** The questions the gateway asks: `payscope/authz/decisions`. */
  readonly entrypoints: readonly string[];
  /** Names right below `data` that files of the folder give. */
  readonly dataNames: ReadonlySet<string>;
}

export interface Hit {
  readonly module: RegoModule;
  readonly place: Place;
  readonly message: string;
  readonly fix: string;
}

export interface LintRule {
  readonly name: string;
  readonly severity: Severity;
  find(context: LintContext): readonly Hit[];
}

/** Modules that go into the bundle. */
export function policyModules({ modules }: LintContext): readonly RegoModule[] {
  return modules.filter(({ path }) => !isTestFile(path));
}

/** The modules of each package, in the order of their paths. */
export function byPackage(
  modules: readonly RegoModule[],
): ReadonlyMap<string, readonly RegoModule[]> {
  return Map.groupBy(
    [...modules].sort((a, b) => (a.path < b.path ? -1 : 1)),
    ({ packageName }) => packageName,
  );
}

/** `payscope.authz` and `decisions` of `payscope/authz/decisions`. */
export function partsOf(entrypoint: string): {
  readonly packageName: string;
  readonly rule: string;
} {
  const parts = entrypoint.split('/');
  return { packageName: parts.slice(0, -1).join('.'), rule: parts.at(-1) ?? '' };
}
