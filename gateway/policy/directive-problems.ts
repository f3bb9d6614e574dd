/** Access directives that nobody would enforce: found before anything is served. */
import { type ASTNode, type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import {
  argumentsOf,
  type DirectiveNames,
  directiveNames,
  linkedFeatures,
  SECURITY_FEATURES,
  schemaLinks,
} from './linked-names.ts';

/** Arguments by which an access directive is known, whatever it is called. */
const TELLING_ARGUMENTS = new Set(['policies', 'scopes']);

/** Versions of the access specifications that are understood. */
const UNDERSTOOD =
  /^https:\/\/specs\.apollo\.dev\/(?:policy|authenticated|requiresScopes)\/v0\.1\/?$/;
const ACCESS_URL =
  /^https?:\/\/specs\.apollo\.dev\/(?:policy|authenticated|requiresScopes)(?:\/|$)/i;

/** What each of them has to import, after its url. */
const PARTS =
  /\/(?:policy\/\S+ (?:@policy|Policy)|authenticated\/\S+ @authenticated|requiresScopes\/\S+ (?:@requiresScopes|Scope))$/;

/** Where access directives mean something; anywhere else nobody would read them. */
const PLACES: ReadonlySet<string> = new Set<ASTNode['kind']>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.UNION_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_EXTENSION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_TYPE_EXTENSION,
  Kind.FIELD_DEFINITION,
]);

/**
 * Access directives of a supergraph or a subgraph that no link gives a meaning. They would be
 * skipped in silence, and what they close would be open.
 */
export function directiveProblems(document: DocumentNode): readonly string[] {
  const access = new Set(linkedFeatures(document).map(({ directive }) => directive));
  const known = directiveNames(document);
  const problems = [...linkProblems(document)];
  visit(document, {
    DirectiveDefinition: (node) => {
      const name = node.name.value;
      if (access.has(name)) return;
      const tells = node.arguments?.some((argument) => TELLING_ARGUMENTS.has(argument.name.value));
      if (tells || isAccessName(name)) problems.push(`directive @${name} ${UNLINKED}`);
    },
    Directive: (node, _key, _parent, _path, ancestors) => {
      const at = ancestors.flatMap((each) => ('kind' in each ? [each] : []));
      const problem = useProblem(node, at.at(-1)?.kind, access, known);
      if (problem !== undefined) problems.push(`${placeOf(at)}: ${problem}`);
    },
  });
  return [...new Set(problems)];
}

const UNLINKED =
  'is linked from no specification of access rules, so nothing enforces it; import it by @link, or rename it';

function useProblem(
  node: DirectiveNode,
  place: string | undefined,
  access: ReadonlySet<string>,
  known: DirectiveNames,
): string | undefined {
  const name = node.name.value;
  if (access.has(name)) {
    if (place !== undefined && PLACES.has(place)) return undefined;
    return `@${name} means nothing here; write it on the fields and types themselves`;
  }
  if (name === 'join__directive') {
    const joined = String(argumentsOf(node).name);
    return isAccessName(joined) ? `@${joined} in @join__directive is read by nobody` : undefined;
  }
  if (name === 'reveals' && !known.has(name)) return '@reveals is not linked, so nobody reads it';
  const tells = node.arguments?.some((argument) => TELLING_ARGUMENTS.has(argument.name.value));
  if (tells || isAccessName(name)) return `@${name} ${UNLINKED}`;
  return known.has(name) ? undefined : `@${name} resolves to nothing: no definition and no link`;
}

function linkProblems(document: DocumentNode): readonly string[] {
  return schemaLinks(document).flatMap((link): readonly string[] => {
    const isAccess = ACCESS_URL.test(link.url);
    if (isAccess && !UNDERSTOOD.test(link.url)) {
      return [`@link of ${link.url}: of that specification only v0.1 is understood`];
    }
    const isForSecurity = String(argumentsOf(link.directive).for) === 'SECURITY';
    if (isForSecurity && !isAccess)
      return [`@link of ${link.url}: for SECURITY, which nobody enforces`];
    if (!isAccess) return [];
    return link.imported
      .filter((name) => !PARTS.test(`${link.url} ${name}`))
      .map(
        (name) => `@link of ${link.url}: imports ${name}, which that specification does not have`,
      );
  });
}

function isAccessName(name: string): boolean {
  return SECURITY_FEATURES.some((feature) => name === feature || name.endsWith(`__${feature}`));
}

/** Where a directive stands: `Query.payments(filter:)`, `Money`, `schema`. */
function placeOf(ancestors: readonly ASTNode[]): string {
  const names = ancestors.flatMap((node) => {
    if (node.kind === Kind.INPUT_VALUE_DEFINITION || !('name' in node)) return [];
    return node.name === undefined ? [] : [node.name.value];
  });
  const input = ancestors.find((node) => node.kind === Kind.INPUT_VALUE_DEFINITION);
  if (input === undefined) return names.length === 0 ? 'schema' : names.join('.');
  const isArgument = ancestors.some((node) => node.kind === Kind.FIELD_DEFINITION);
  return isArgument
    ? `${names.join('.')}(${input.name.value}:)`
    : `${names.join('.')}.${input.name.value}`;
}
