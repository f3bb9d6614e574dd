/** The decision of a field on a type, interfaces included. */
import { type GraphQLSchema, isObjectType } from 'graphql';
import type { AccessTable, Decision } from '../policy/index.ts';

/** From the mildest to the strictest. */
const SEVERITY = { allow: 0, mask: 1, deny: 2, hide: 3 } as const;

/**
 * A rule on an interface's field holds for every implementer, so on a concrete type the strictest
 * of its own decision and those of the interfaces that declare the field counts.
 */
export function decideField(
  schema: GraphQLSchema,
  table: AccessTable,
  typeName: string,
  fieldName: string,
): Decision {
  let strictest = table.decide(`${typeName}.${fieldName}`);
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return strictest;
  for (const parent of type.getInterfaces()) {
    if (!(fieldName in parent.getFields())) continue;
    const decision = table.decide(`${parent.name}.${fieldName}`);
    if (SEVERITY[decision.effect] > SEVERITY[strictest.effect]) strictest = decision;
  }
  return strictest;
}

export function isWithheldBy(decision: Decision): boolean {
  return decision.effect === 'deny' || decision.effect === 'hide';
}
