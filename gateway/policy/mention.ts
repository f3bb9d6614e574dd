/** Reads access directives: what they ask for, wherever they stand. */
import type { ConstDirectiveNode } from 'graphql';
import { argumentsOf, type LinkedFeature } from './linked-names.ts';
import {
  type Alternatives,
  AUTHENTICATED,
  both,
  minimal,
  type Requirement,
} from './requirement.ts';

/** What directives at one place ask for; undefined when none of them is an access directive. */
export type Mention = (
  directives: readonly ConstDirectiveNode[],
  at: string,
) => Requirement | undefined;

/**
 * Reads directives by the names the document links them under; several must all be met.
 *
 * @throws {TypeError} (the function it gives) on malformed ones.
 */
export function mentionBy(features: readonly LinkedFeature[]): Mention {
  const byName = new Map(features.map((linked) => [linked.directive, linked.feature]));
  return (directives, at) => {
    const stated = directives.flatMap((directive): Requirement[] => {
      const feature = byName.get(directive.name.value);
      if (feature === undefined) return [];
      if (feature === 'authenticated') return [AUTHENTICATED];
      const argument = feature === 'policy' ? 'policies' : 'scopes';
      const policies = alternativesOf(argumentsOf(directive)[argument], at);
      return [{ authenticated: true, policies: minimal(policies) }];
    });
    return stated.length === 0 ? undefined : stated.reduce(both);
  };
}

/** `[["a"]]`, with GraphQL's list coercion: `"a"` and `["a"]` are accepted too. */
function alternativesOf(value: unknown, at: string): Alternatives {
  const alternatives = toList(value).map((alternative) =>
    toList(alternative).map((permission) => {
      if (typeof permission === 'string' && permission !== '') return permission;
      throw new TypeError(`${at}: a permission is text, not ${JSON.stringify(permission)}`);
    }),
  );
  if (alternatives.length === 0 || alternatives.some((alternative) => alternative.length === 0)) {
    throw new TypeError(`${at}: an empty list of permissions says neither open nor closed`);
  }
  return alternatives;
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
