/** What keeps the access rules of a supergraph from being enforced. */
import { type DocumentNode, parse } from 'graphql';
import { ConfigError } from '../../lib/config/index.ts';
import { directiveProblems } from './directive-problems.ts';
import { revealProblems } from './revealed.ts';

/**
 * Everything wrong with the access rules of a supergraph, one sentence each: directives that
 * resolve to nothing, and inputs that do not say what they reveal or name what is not there.
 */
export function ruleProblems(supergraphSdl: string): readonly string[] {
  const document = parse(supergraphSdl);
  return [...directiveProblems(document), ...revealProblems(document)];
}

/** Access directives of a subgraph that composition would leave out without a word. */
export function subgraphProblems(sdl: string): readonly string[] {
  return directiveProblems(parse(sdl));
}

/**
 * Refuses a supergraph before anything is started for it, see `requirementsOf`.
 *
 * @throws {ConfigError} naming each directive that nobody would enforce.
 */
export function checkAccessRules(supergraphSdl: string): void {
  refuseUnenforceable(parse(supergraphSdl));
}

/**
 * Refuses a supergraph with access directives that would be skipped in silence. An input that
 * does not say what it reveals is no reason: it is closed.
 *
 * @throws {ConfigError} naming each.
 */
export function refuseUnenforceable(document: DocumentNode): void {
  const problems = directiveProblems(document);
  if (problems.length === 0) return;
  throw new ConfigError(
    ["SUPERGRAPH_FILE: the supergraph's access rules can't be enforced:", ...problems].join(
      '\n  - ',
    ),
  );
}
