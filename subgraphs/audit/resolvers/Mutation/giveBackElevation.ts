import { changeElevation } from '../../change-elevation.ts';
import { giveBack } from '../../domain/elevation.ts';
import { payloadOf } from '../../elevation-payload.ts';
import type { MutationResolvers } from '../../resolvers.generated.ts';
import type { Surroundings } from '../../surroundings.ts';

export const giveBackElevation =
  (clock: Surroundings['now']): MutationResolvers['giveBackElevation'] =>
  async (_root, { input: { id } }, context) => {
    const now = clock();
    const { subject } = context.principal;
    const decide = (found: Parameters<typeof giveBack>[0]) => giveBack(found, subject, now);
    return payloadOf(await changeElevation(context, { id, event: 'revoked', now, decide }));
  };
