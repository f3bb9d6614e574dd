import { newId } from '../../../../lib/ids.ts';
import { addElevation, tell } from '../../change-elevation.ts';
import { checkRequest, error, MINUTE_MS, REQUEST_MINUTES } from '../../domain/elevation.ts';
import { countOpenRequests } from '../../queries/count-open-requests.ts';
import type { MutationResolvers } from '../../resolvers.generated.ts';
import type { Surroundings } from '../../surroundings.ts';

/** Of one person; who approves them should be able to read them. */
const OPEN_REQUESTS_MAX = 10;

export const requestElevation =
  (clock: Surroundings['now']): MutationResolvers['requestElevation'] =>
  async (_root, { input }, context) => {
    const { inTenant, principal } = context;
    const { bankId, subject, role } = principal;
    const userErrors = checkRequest(input);
    if (userErrors.length > 0) return { elevation: null, userErrors };
    const now = clock();
    const since = new Date(now.getTime() - REQUEST_MINUTES * MINUTE_MS);
    const { permission, reason, minutes } = input;
    const elevation = {
      ...{ bankId, id: newId(), subject, role, permission, reason, minutes, requestedAt: now },
      ...{ approvedBy: null, approvedAt: null, endsAt: null, revokedBy: null, revokedAt: null },
    };
    const isAdded = await inTenant(async (tx) => {
      const open = await countOpenRequests(tx, bankId, subject, since);
      if (open >= OPEN_REQUESTS_MAX) return false;
      await addElevation(context, tx, elevation);
      return true;
    });
    if (!isAdded) {
      const message = `${OPEN_REQUESTS_MAX} requests wait for approval; give one back first.`;
      return { elevation: null, userErrors: [error('TOO_MANY_REQUESTS', message, 'input')] };
    }
    context.changed();
    tell(context, 'requested', elevation);
    return { elevation, userErrors: [] };
  };
