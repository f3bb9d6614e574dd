/** Whether schema and policy data fit: what `npm run gen` refuses, with file and line. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLError, type GraphQLSchema, isInputType, isOutputType, parse } from 'graphql';
import { decidedCoordinates, ruleProblems, subgraphProblems } from '../../gateway/policy/index.ts';
import { ConfigError } from '../../lib/config/index.ts';
import { type ComposedSchema, composedSchema } from '../composed-schema.ts';
import { conditionGaps } from '../condition-checks.ts';
import type { KeptFiles } from '../kept-files.ts';
import { policyProblems, unmentionedCoordinates } from '../policy-checks.ts';
import { dataProblems, readPolicyData } from '../policy-data.ts';
import type { Problem } from '../problem.ts';
import { readSubgraphs, type SubgraphSource } from '../read-subgraphs.ts';
import { WorkbenchError } from '../workbench-error.ts';
import type { Finding } from './finding.ts';
import { placeOfKey, type SchemaPlace, schemaPlaces } from './places.ts';

export interface FitSource {
  readonly folder: string;
  readonly schemaFolder: string;
  readonly kept: KeptFiles;
  /** The paths people know files of the two folders by. */
  readonly fileOf: (path: string) => string;
  readonly schemaFileOf: (path: string) => string;
}

/** What was found, and the schema when there is one to go on with. */
export interface Fit {
  readonly findings: readonly Finding[];
  readonly composed?: ComposedSchema;
  readonly coordinates: readonly string[];
  /** Empty when the data can't be read. */
  readonly roles: readonly string[];
}

export async function fitFindings(source: FitSource): Promise<Fit> {
  const subgraphs = readSubgraphs(source.schemaFolder);
  const syntax = syntaxFindings(subgraphs, source);
  const places = syntax.length > 0 ? new Map<string, SchemaPlace>() : schemaPlaces(subgraphs);
  const located = (problem: Problem) => findingOf(problem, places, source);
  const data = dataProblems(source.folder).map(located);
  if (syntax.length > 0) return { findings: [...data, ...syntax], coordinates: [], roles: [] };
  const links = subgraphs.flatMap((each) => linkFindings(each, places, source));
  const composed = await composedOr(source, places);
  if (!('schema' in composed)) {
    return { findings: [...data, ...links, ...composed], coordinates: [], roles: [] };
  }
  const { supergraphSdl, schema, requirements } = composed;
  const rules = ruleProblems(supergraphSdl).map((each) => sdlFinding(each, places, source));
  const coordinates = decidedCoordinates(schema);
  const before = [...data, ...links, ...rules];
  if (data.length > 0) return { findings: before, composed, coordinates, roles: [] };
  const policy = readPolicyData(source.folder);
  const checked = { schema, requirements, policy };
  const problems = [
    ...policyProblems(checked),
    ...conditionGaps(supergraphSdl, policy.conditions),
    ...unmentionedCoordinates(checked).map((each) => unmentioned(schema, each)),
  ];
  const roles = Object.keys(policy.roles);
  return { findings: [...before, ...problems.map(located)], composed, coordinates, roles };
}

function unmentioned(schema: GraphQLSchema, coordinate: string): Problem {
  return {
    rule: 'unmentioned',
    where: 'schema',
    at: coordinate,
    message: `no rule mentions ${coordinate}, so it is hidden from everyone`,
    fix: isInput(schema, coordinate)
      ? 'say what it lets one find out, @reveals(coordinates: ["Type.field"]), or that it is nothing: @reveals(coordinates: [])'
      : 'say who may have it, @policy(policies: [["facts:read"]]), or that nobody may: @policy(policies: [])',
  };
}

function isInput(schema: GraphQLSchema, coordinate: string): boolean {
  const type = schema.getType(coordinate.split('.')[0] ?? '');
  return coordinate.includes('(') || (isInputType(type) && !isOutputType(type));
}

async function composedOr(
  source: FitSource,
  places: ReadonlyMap<string, SchemaPlace>,
): Promise<ComposedSchema | readonly Finding[]> {
  try {
    return await composedSchema(source.schemaFolder, source.kept);
  } catch (error) {
    const said =
      error instanceof WorkbenchError
        ? error.problems
        : error instanceof ConfigError
          ? error.message.split('\n').slice(1)
          : undefined;
    if (said === undefined) throw error;
    return said.map((each) => compositionFinding(each.trim().replace(/^- /, ''), places, source));
  }
}

/** Composition names the subgraph first, and the type somewhere. */
function compositionFinding(
  message: string,
  places: ReadonlyMap<string, SchemaPlace>,
  { schemaFileOf }: FitSource,
): Finding {
  const [, subgraph = '', says = message] = /^\[(\w+)\] (.*)$/s.exec(message) ?? [];
  const place = places.get(`${subgraph}:${/[Tt]ype "(\w+)"/.exec(says)?.[1]}`);
  const at = place === undefined ? {} : { line: place.line, column: place.column };
  const file = schemaFileOf(subgraph === '' ? '' : `${subgraph}.graphql`);
  const fix = 'the subgraphs have to compose before anything can be decided';
  return { rule: 'composition', severity: 'error', file, ...at, message: says, fix };
}

/** Where SDL is not GraphQL: nothing else can be said of it, nor composed. */
function syntaxFindings(
  subgraphs: readonly SubgraphSource[],
  { schemaFileOf }: FitSource,
): readonly Finding[] {
  return subgraphs.flatMap(({ name, sdl }): readonly Finding[] => {
    try {
      parse(sdl);
      return [];
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const [place] = error.locations ?? [];
      const message = error.message.replace(/^Syntax Error: /, '');
      const fix = 'correct the syntax there, or on the line above';
      const at = { file: schemaFileOf(`${name}.graphql`), ...place };
      return [{ rule: 'syntax', severity: 'error', ...at, message, fix }];
    }
  });
}

function linkFindings(
  { name, sdl }: SubgraphSource,
  places: ReadonlyMap<string, SchemaPlace>,
  source: FitSource,
): readonly Finding[] {
  return subgraphProblems(sdl).map((each) => ({
    ...sdlFinding(each, places, source),
    file: source.schemaFileOf(`${name}.graphql`),
  }));
}

/** These sentences begin with the coordinate they are about. */
function sdlFinding(
  message: string,
  places: ReadonlyMap<string, SchemaPlace>,
  source: FitSource,
): Finding {
  const at = /^[A-Z]\w*(\.\w+(\(\w+:\))?)?/.exec(message)?.[0] ?? '';
  const [says = message, ...todo] = message.split('; ');
  const fix = todo.join('; ') || 'docs/authorization.md says how access rules are written';
  return findingOf(
    { rule: 'access-rule', where: 'schema', at, message: says, fix },
    places,
    source,
  );
}

function findingOf(
  { rule, where, at, line, message, fix }: Problem,
  places: ReadonlyMap<string, SchemaPlace>,
  { folder, fileOf, schemaFileOf }: FitSource,
): Finding {
  const found = { rule, severity: 'error', message, fix } as const;
  if (where === 'schema') {
    const place = places.get(at);
    if (place === undefined) return { ...found, file: schemaFileOf('') };
    const { subgraph, line: row, column } = place;
    return { ...found, file: schemaFileOf(`${subgraph}.graphql`), line: row, column };
  }
  const path = where.replace(/^policies\//, '');
  const file = { ...found, file: fileOf(path) };
  if (line !== undefined) return { ...file, line };
  const target = join(folder, path);
  const place = existsSync(target) ? placeOfKey(readFileSync(target, 'utf8'), at) : undefined;
  return { ...file, ...place };
}
