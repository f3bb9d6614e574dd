/** What a recorded decision was asked, read back from its input. */
import { z } from 'zod';
import type { ConditionalQuestion } from '../../gateway/policy/index.ts';
import type { LoggedDecision } from '../decision-log.ts';

export type Question =
  | {
      readonly kind: 'coordinates';
      readonly role: string;
      readonly coordinates: readonly string[];
    }
  | { readonly kind: 'uses'; readonly role: string; readonly asked: ConditionalQuestion };

const subject = z.object({ role: z.string() });

const coordinatesSchema = z.object({ subject, coordinates: z.array(z.string()) });

const usesSchema = z.object({
  subject,
  now: z.iso.datetime(),
  grants: z.array(z.object({ permission: z.string(), until: z.iso.datetime() })),
  uses: z.array(z.object({ coordinate: z.string(), arguments: z.record(z.string(), z.unknown()) })),
});

/** Undefined when it can't be asked again: it gave no answer then, or not all of it was kept. */
export function questionIn({ input, error }: LoggedDecision): Question | undefined {
  if (error !== undefined) return undefined;
  const tabled = coordinatesSchema.safeParse(input).data;
  if (tabled) {
    const { role } = tabled.subject;
    return { kind: 'coordinates', role, coordinates: tabled.coordinates };
  }
  const used = usesSchema.safeParse(input).data;
  if (!used) return undefined;
  const { role } = used.subject;
  const grants = used.grants.map(({ permission, until }) => ({
    permission,
    until: new Date(until),
  }));
  return {
    kind: 'uses',
    role,
    asked: { attributes: { role }, now: new Date(used.now), grants, uses: used.uses },
  };
}
