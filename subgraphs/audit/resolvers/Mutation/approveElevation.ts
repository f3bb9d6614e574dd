import { changeElevation } from '../../change-elevation.ts';
import { approve } from '../../domain/elevation.ts';
import { payloadOf } from '../../elevation-payload.ts';
import type { MutationResolvers } from '../../resolvers.generated.ts';
import type { Surroundings } from '../../surroundings.ts';

export const approveElevation =
  (clock: Surroundings['now']): MutationResolvers['approveElevation'] =>
  async (_root, { input: { id } }, context) => {
    const now = clock();
    const { subject } = context.principal;
    const decide = (found: Parameters<typeof approve>[0]) => approve(found, subject, now);
    return payloadOf(await changeElevation(context, { id, event: 'approved', now, decide }));
  };
