/** What operations are generated over: a graph, and roles that lack one permission of another. */
import type { Asking } from '../conformance/gateway.ts';
import { createReference, type Reference } from '../conformance/reference.ts';
import { type GraphName, type Subject, startFor, subjectOf } from '../conformance/subjects.ts';
import type { OracleSource } from '../support/oracle.ts';

/** Holds every permission there is. */
export const EVERYTHING = 'EVERYTHING';

export interface Playground extends Subject {
  readonly asking: Asking;
  readonly reference: Reference;
  readonly roles: readonly string[];
  /** Roles that are one with a permission taken away. */
  readonly lesser: ReadonlyMap<string, readonly string[]>;
}

export async function startPlayground(name: GraphName): Promise<Playground> {
  const lesser = new Map<string, readonly string[]>();
  const subject = subjectOf(name, (source) => withLesserRoles(source, lesser));
  return {
    ...subject,
    lesser,
    roles: [...lesser.keys()],
    asking: await startFor(subject),
    reference: createReference(subject.graph.apiSchema, subject.oracle),
  };
}

function withLesserRoles(
  source: OracleSource,
  lesser: Map<string, readonly string[]>,
): OracleSource {
  const roles: Record<string, { readonly permissions: readonly string[] }> = {
    [EVERYTHING]: { permissions: Object.keys(source.permissions) },
  };
  for (const [role, { permissions }] of Object.entries(source.roles)) {
    roles[role] = { permissions };
    const names = permissions.map((taken) => {
      // The gateway takes the role for a token, which has no spaces and colons (RFC 6750 §2.1).
      const name = `${role}-without-${taken.replace(':', '.')}`;
      roles[name] = { permissions: permissions.filter((each) => each !== taken) };
      return name;
    });
    lesser.set(role, names);
  }
  return { ...source, roles };
}
