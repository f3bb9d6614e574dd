/** A validation rule: response keys and variables that mean something to JavaScript or to us. */
import { type ASTVisitor, GraphQLError, type NameNode, type ValidationContext } from 'graphql';

/**
 * Plain objects keyed by them change their prototype, in this process, in a planner's merge
 * (CVE-2026-32621) or in a client; no schema has fields of these names.
 */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** Response keys the gateway adds for itself. */
const OWN_PREFIX = '__payscope';

export function ReservedNamesRule(context: ValidationContext): ASTVisitor {
  const check = (name: NameNode | undefined, what: string): void => {
    if (name === undefined || !isReserved(name.value)) return;
    context.reportError(
      new GraphQLError(`${what} can not be named "${name.value}".`, { nodes: name }),
    );
  };
  return {
    Field: ({ alias }) => check(alias, 'A response key'),
    VariableDefinition: ({ variable }) => check(variable.name, 'A variable'),
  };
}

function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith(OWN_PREFIX);
}
