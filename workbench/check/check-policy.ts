/** Checks a policies folder: Rego, data, schema, cases, and what is generated from them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AuthorizationCase, casesFolderOf, readCases } from '../cases.ts';
import { entrypointsOf } from '../compile-sources.ts';
import type { KeptFiles } from '../kept-files.ts';
import { schemaFolderOf, versionFor } from '../load-version.ts';
import { pathFrom } from '../path-from.ts';
import { readPolicySources } from '../policy-sources.ts';
import { readRego } from '../rego-files.ts';
import { WorkbenchError } from '../workbench-error.ts';
import { caseFindings } from './case-findings.ts';
import { compileFindings } from './compile-findings.ts';
import { type Finding, sortedFindings } from './finding.ts';
import { fitFindings } from './fit-findings.ts';
import { formatFindings } from './format-findings.ts';
import { type LintContext, lint } from './lint/index.ts';
import { type Parser, parseModule, type RegoModule } from './rego-module.ts';
import { staleFindings } from './stale-findings.ts';

export interface CheckSource {
  /** Of the project; files are named from there. */
  readonly root: string;
  readonly folder: string;
  readonly opaPath: string;
  readonly kept: KeptFiles;
}

export interface CheckReport {
  readonly findings: readonly Finding[];
  /** What was looked at. */
  readonly counts: {
    readonly rego_files: number;
    readonly coordinates: number;
    readonly cases: number;
  };
}

/** Everything there is to find, errors first. Throws only when it can't be looked for. */
export async function checkPolicy(source: CheckSource): Promise<CheckReport> {
  const { root, folder, opaPath, kept } = source;
  const fileOf = (path: string) => pathFrom(root, join(folder, path));
  const schemaFolder = schemaFolderOf(root, folder);
  const schemaFileOf = (path: string) => pathFrom(root, join(schemaFolder, path));
  const rego = readRego(folder);
  const version = versionFor(folder);
  const compiler = { opaPath, version, folder, kept };

  // The compiler's processes run beside what is done here.
  const parsing = parsed(compiler, rego);
  const formatting = parsing.then((modules) =>
    formatFindings({ ...compiler, rego: textsOf(modules), fileOf }),
  );
  const fit = await fitFindings({ folder, schemaFolder, kept, fileOf, schemaFileOf });
  const { composed, coordinates } = fit;
  const compiling = compileFindings({
    ...{ opaPath, folder, fileOf, capabilities: capabilitiesFor(root, folder) },
    paths: [...rego.keys()],
    schema: composed?.schema,
    ownFunctions: parsing.then((modules) => modules.flatMap(rulesOf)),
  });
  const staleness = composed ? staleFindings({ folder, version, composed, fileOf }) : [];
  const [modules, ...found] = await Promise.all([parsing, formatting, compiling, staleness]);
  const casesFolder = casesFolderOf(root, folder);
  const ofCases = (file: string) => pathFrom(root, join(casesFolder, file));
  const { cases, problems } = casesOr(casesFolder, ofCases);
  const stale = composed ? caseFindings(cases, { coordinates, roles: fit.roles }, ofCases) : [];
  return {
    findings: sortedFindings([
      ...fit.findings,
      ...found.flat(),
      ...lint(lintContext(folder, modules), fileOf),
      ...problems,
      ...stale,
    ]),
    counts: { rego_files: rego.size, coordinates: coordinates.length, cases: cases.length },
  };
}

/** Those that parse; the compiler tells of the others. */
async function parsed(
  parser: Parser,
  rego: ReadonlyMap<string, string>,
): Promise<readonly RegoModule[]> {
  const modules = [...rego].map(([path, text]) => parseModule(parser, path, text));
  return (await Promise.all(modules)).filter((module) => module !== undefined);
}

function rulesOf({ rules }: RegoModule): readonly string[] {
  return rules.map(({ name }) => name);
}

function textsOf(modules: readonly RegoModule[]): ReadonlyMap<string, string> {
  return new Map(modules.map(({ path, text }) => [path, text]));
}

function lintContext(folder: string, modules: readonly RegoModule[]): LintContext {
  const sources = readPolicySources(folder, '{}\n');
  const dataFiles = [...sources.keys()].filter((path) => path.endsWith('/data.json'));
  return {
    modules,
    entrypoints: entrypointsOf(sources),
    dataNames: new Set(dataFiles.map((path) => path.split('/')[0] ?? '')),
  };
}

/** A copy of a few files may leave out what the gateway can do. */
function capabilitiesFor(root: string, folder: string): string {
  const own = join(folder, 'capabilities.json');
  return existsSync(own) ? own : join(root, 'policies/capabilities.json');
}

function casesOr(folder: string, fileOf: (file: string) => string) {
  try {
    return { cases: readCases(folder), problems: [] };
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    const cases: readonly AuthorizationCase[] = [];
    const problems = error.problems.map((message): Finding => {
      const fix = 'see the other files of the folder';
      const [file = ''] = error.message.split(' ');
      return { rule: 'case', severity: 'error', file: fileOf(file), message, fix };
    });
    return { cases, problems };
  }
}
