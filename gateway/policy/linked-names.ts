/** The names a supergraph's security directives go by, from its `@link` directives. */
import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
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

type Link = z.infer<typeof linkSchema>;

/**
 * Which names the security directives have in the document. A link of the specification itself
 * gives its directive the specification's name, the name after `as`, or the imported alias
 * (https://specs.apollo.dev/link/v1.0/#sec-Directive-names); a link of the whole federation
 * specification gives `federation__policy`, `<as>__policy`, or the imported alias.
 *
 * @throws {z.ZodError} on a `@link` whose arguments are not those of the specification.
 */
export function linkedFeatures(document: DocumentNode): readonly LinkedFeature[] {
  return schemaDirectives(document).flatMap((directive) => {
    if (directive.name.value !== 'link' && !directive.name.value.startsWith('link__')) return [];
    const link = linkSchema.parse(argumentsOf(directive));
    const specification = specificationOf(link.url);
    if (specification === undefined) return [];
    const prefix = link.as ?? specification;
    return SECURITY_FEATURES.flatMap((feature): LinkedFeature[] => {
      const alias = importedAs(link, feature);
      if (specification === feature) {
        return [{ feature, directive: alias ?? prefix, prefix, link: directive }];
      }
      if (specification !== 'federation') return [];
      return [{ feature, directive: alias ?? `${prefix}__${feature}`, prefix, link: directive }];
    });
  });
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
export function argumentsOf(directive: ConstDirectiveNode): Readonly<Record<string, unknown>> {
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

function importedAs(link: Link, feature: SecurityFeature): string | undefined {
  for (const entry of link.import ?? []) {
    const { name, as } = typeof entry === 'string' ? { name: entry, as: undefined } : entry;
    if (name === `@${feature}`) return (as ?? name).replace(/^@/, '');
  }
  return undefined;
}
