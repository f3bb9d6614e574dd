/** The names a supergraph's security directives go by, from its `@link` directives. */
import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  specifiedDirectives,
  valueFromASTUntyped,
} from 'graphql';
import { z } from 'zod';

/** Federation's access directives; each is also the name of the specification that has it. */
export const SECURITY_FEATURES = ['authenticated', 'policy', 'requiresScopes'] as const;
export type SecurityFeature = (typeof SECURITY_FEATURES)[number];

/** What a document calls a security feature: its directives, and the prefix of its types. */
export interface LinkedFeature {
  readonly feature: SecurityFeature;
  readonly directive: string;
  readonly prefix: string;
  readonly link: ConstDirectiveNode;
}

const importSchema = z.union([
  z.string(),
  z.object({ name: z.string(), as: z.string().nullish() }),
]);

const linkSchema = z.object({
  url: z.string(),
  as: z.string().nullish(),
  import: z.array(importSchema).nullish(),
});

/** One `@link` of a document. */
export interface Link {
  readonly url: string;
  /** What the document calls the specification, where it says so. */
  readonly as: string | undefined;
  readonly directive: ConstDirectiveNode;
  /** What the document imports the specification's directive as; undefined when it does not. */
  nameOf(directive: string): string | undefined;
  /** Names as the specification has them, `@policy` or `Policy`. */
  readonly imported: readonly string[];
}

/**
 * The links of a document's schema definition and extensions.
 *
 * @throws {z.ZodError} on a `@link` whose arguments are not those of the specification.
 */
export function schemaLinks(document: DocumentNode): readonly Link[] {
  return schemaDirectives(document).flatMap((directive): Link[] => {
    if (directive.name.value !== 'link' && !directive.name.value.startsWith('link__')) return [];
    const { url, as, import: imports } = linkSchema.parse(argumentsOf(directive));
    const nameOf = (wanted: string): string | undefined => {
      for (const entry of imports ?? []) {
        const { name, as: alias } = typeof entry === 'string' ? { name: entry, as: null } : entry;
        if (name === `@${wanted}`) return (alias ?? name).replace(/^@/, '');
      }
      return undefined;
    };
    const imported = (imports ?? []).map((entry) =>
      typeof entry === 'string' ? entry : entry.name,
    );
    return [{ url, as: as ?? undefined, directive, nameOf, imported }];
  });
}

/**
 * Which names the security directives have in the document. A link of the specification itself
 * gives its directive the specification's name, the name after `as`, or the imported alias
 * (https://specs.apollo.dev/link/v1.0/#sec-Directive-names); a link of the whole federation
 * specification gives `federation__policy`, `<as>__policy`, or the imported alias.
 *
 * @throws {z.ZodError} on a `@link` whose arguments are not those of the specification.
 */
export function linkedFeatures(document: DocumentNode): readonly LinkedFeature[] {
  return schemaLinks(document).flatMap((link) => {
    const specification = specificationOf(link.url);
    if (specification === undefined) return [];
    const prefix = link.as ?? specification;
    return SECURITY_FEATURES.flatMap((feature): LinkedFeature[] => {
      const alias = link.nameOf(feature);
      if (specification === feature) {
        return [{ feature, directive: alias ?? prefix, prefix, link: link.directive }];
      }
      if (specification !== 'federation') return [];
      return [
        { feature, directive: alias ?? `${prefix}__${feature}`, prefix, link: link.directive },
      ];
    });
  });
}

/** Says of a directive's name whether the document gives it a meaning, by definition or link. */
export interface DirectiveNames {
  has(name: string): boolean;
}

export function directiveNames(document: DocumentNode): DirectiveNames {
  const names = new Set(['link', ...specifiedDirectives.map(({ name }) => name)]);
  const prefixes = new Set<string>();
  for (const node of document.definitions) {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) names.add(node.name.value);
  }
  for (const link of schemaLinks(document)) {
    const prefix = link.as ?? /\/([^/]+)\/v\d+\.\d+\/?$/.exec(link.url)?.[1];
    if (prefix !== undefined) prefixes.add(prefix);
    for (const name of link.imported) {
      if (name.startsWith('@')) names.add(link.nameOf(name.slice(1)) ?? name.slice(1));
    }
  }
  return { has: (name) => names.has(name) || prefixes.has(name.split('__')[0] ?? '') };
}

/** All directives on the schema definition and its extensions. */
export function schemaDirectives(document: DocumentNode): readonly ConstDirectiveNode[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? [...(node.directives ?? [])]
      : [],
  );
}

/** The values of a directive's arguments, by name. */
export function argumentsOf(directive: DirectiveNode): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = Object.create(null);
  for (const argument of directive.arguments ?? []) {
    values[argument.name.value] = valueFromASTUntyped(argument.value);
  }
  return values;
}

/** `policy` of `https://specs.apollo.dev/policy/v0.1`; undefined for a foreign url. */
function specificationOf(url: string): string | undefined {
  return /^https:\/\/specs\.apollo\.dev\/(\w+)\/v\d+\.\d+\/?$/.exec(url)?.[1];
}
