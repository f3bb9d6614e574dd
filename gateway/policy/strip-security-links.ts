/** Makes a supergraph that ApolloGateway starts on, once its access rules are ours to enforce. */
import { type ASTNode, parse, print, visit } from 'graphql';
import { linkedFeatures } from './linked-names.ts';

/**
 * The supergraph without `@policy`, `@authenticated` and `@requiresScopes`, by whatever names:
 * ApolloGateway refuses a link `for: SECURITY` that it does not enforce
 * (UNSUPPORTED_LINKED_FEATURE). Only for a supergraph whose `requirementsOf` is enforced. Any
 * other security feature stays, so that ApolloGateway still refuses what nobody enforces.
 */
export function stripSecurityLinks(supergraphSdl: string): string {
  const document = parse(supergraphSdl);
  const features = linkedFeatures(document).filter(({ link }) => isSecurityLink(link));
  const directives = new Set(features.map(({ directive }) => directive));
  const links = new Set<ASTNode>(features.map(({ link }) => link));
  const isOurType = (name: string) => features.some(({ prefix }) => name.startsWith(`${prefix}__`));
  return print(
    visit(document, {
      Directive: (node) => (links.has(node) || directives.has(node.name.value) ? null : undefined),
      DirectiveDefinition: (node) => (directives.has(node.name.value) ? null : undefined),
      ScalarTypeDefinition: (node) => (isOurType(node.name.value) ? null : undefined),
    }),
  );
}

function isSecurityLink(link: ASTNode): boolean {
  return /\bfor: SECURITY\b/.test(print(link));
}
