import { changeElevation } from '../../change-elevation.ts';
import { revoke } from '../../domain/elevation.ts';
import { payloadOf } from '../../elevation-payload.ts';
import type { MutationResolvers } from '../../resolvers.generated.ts';
import type { Surroundings } from '../../surroundings.ts';

export const revokeElevation =
  (clock: Surroundings['now']): MutationResolvers['revokeElevation'] =>
  async (_root, { input: { id } }, context) => {
    const now = clock();
    const { subject } = context.principal;
    const decide = (found: Parameters<typeof revoke>[0]) => revoke(found, subject, now);
    return payloadOf(await changeElevation(context, { id, event: 'revoked', now, decide }));
  };
