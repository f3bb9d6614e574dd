/** What becomes of an elevation: pure, so that every way is a table of cases. */
import { z } from 'zod';
import type { ValueChange } from '../../../lib/trail/index.ts';
import type { ElevationModel } from '../models.ts';
import type {
  ElevationError,
  ElevationStatus,
  RequestElevationInput,
} from '../resolvers.generated.ts';
import { text } from './text.ts';

/** A request nobody approved in this time is over: its reason may be, too. */
export const REQUEST_MINUTES = 60;
/** As the table has it; a policy may allow less. */
const MINUTES_MAX = 60;
const REASON_CHARACTERS_MAX = 500;

export const MINUTE_MS = 60_000;

export type Change =
  | { readonly kind: 'changed'; readonly elevation: ElevationModel }
  /** It was so already. */
  | { readonly kind: 'unchanged'; readonly elevation: ElevationModel }
  | { readonly kind: 'refused'; readonly error: ElevationError };

const UNKNOWN = refused('UNKNOWN_ELEVATION', 'The bank has no such elevation.', 'input.id');

export function statusOf(elevation: ElevationModel, now: Date): ElevationStatus {
  const { revokedAt, endsAt, requestedAt } = elevation;
  if (revokedAt) return 'REVOKED';
  if (endsAt) return endsAt > now ? 'ACTIVE' : 'ENDED';
  return lapsesAt(requestedAt) > now ? 'REQUESTED' : 'LAPSED';
}

/** Everything wrong with a request. */
export function checkRequest({
  permission,
  reason,
  minutes,
}: RequestElevationInput): readonly ElevationError[] {
  const Permission = z.string().regex(/^[a-z]{1,40}:[a-z]{1,40}$/);
  const Reason = text(REASON_CHARACTERS_MAX).refine((value) => value.trim() !== '');
  const errors: ElevationError[] = [];
  if (!Permission.safeParse(permission).success) {
    errors.push(error('INVALID_PERMISSION', 'It names no permission.', 'input.permission'));
  }
  if (!Reason.safeParse(reason).success) {
    const message = `Say why, in 1 to ${REASON_CHARACTERS_MAX} characters.`;
    errors.push(error('INVALID_REASON', message, 'input.reason'));
  }
  if (minutes < 1 || minutes > MINUTES_MAX) {
    errors.push(error('INVALID_MINUTES', `It lasts 1 to ${MINUTES_MAX} minutes.`, 'input.minutes'));
  }
  return errors;
}

/** Another person approves what was asked for; to approve twice is to approve once. */
export function approve(
  elevation: ElevationModel | undefined,
  approver: string,
  now: Date,
): Change {
  if (!elevation) return UNKNOWN;
  if (elevation.subject === approver) {
    return refused('SAME_PERSON', 'Another person has to approve it.', 'input.id');
  }
  switch (statusOf(elevation, now)) {
    case 'REQUESTED': {
      const endsAt = new Date(now.getTime() + elevation.minutes * MINUTE_MS);
      const approval = { approvedBy: approver, approvedAt: now, endsAt };
      return { kind: 'changed', elevation: { ...elevation, ...approval } };
    }
    case 'ACTIVE':
      return { kind: 'unchanged', elevation };
    case 'LAPSED':
      return refused('REQUEST_LAPSED', 'The request is too old; it takes a new one.', 'input.id');
    case 'ENDED':
    case 'REVOKED':
      return refused('ELEVATION_OVER', 'It is over; it takes a new request.', 'input.id');
  }
}

/** Ends a request or an elevation now; what is over stays as it is. */
export function revoke(elevation: ElevationModel | undefined, by: string, now: Date): Change {
  if (!elevation) return UNKNOWN;
  switch (statusOf(elevation, now)) {
    case 'REQUESTED':
    case 'ACTIVE': {
      const revocation = { revokedBy: by, revokedAt: now };
      return { kind: 'changed', elevation: { ...elevation, ...revocation } };
    }
    case 'REVOKED':
      return { kind: 'unchanged', elevation };
    case 'LAPSED':
    case 'ENDED':
      return refused('ELEVATION_OVER', 'It is over already.', 'input.id');
  }
}

/** The holder's own only: another's is no different from none. */
export function giveBack(elevation: ElevationModel | undefined, holder: string, now: Date): Change {
  return revoke(elevation?.subject === holder ? elevation : undefined, holder, now);
}

/** Before and after, of what is another. */
export function changesOf(
  before: ElevationModel | undefined,
  after: ElevationModel,
): Readonly<Record<string, ValueChange>> {
  const was = before && valuesOf(before);
  return Object.fromEntries(
    Object.entries(valuesOf(after)).flatMap(([name, value]) => {
      const old = was?.[name] ?? null;
      return old === value ? [] : [[name, { before: old, after: value, subject: null }]];
    }),
  );
}

function valuesOf(elevation: ElevationModel): Readonly<Record<string, string | null>> {
  const { approvedAt, endsAt, revokedAt } = elevation;
  return {
    subject: elevation.subject,
    role: elevation.role,
    permission: elevation.permission,
    minutes: String(elevation.minutes),
    reason: elevation.reason,
    approved_by: elevation.approvedBy,
    approved_at: approvedAt?.toISOString() ?? null,
    ends_at: endsAt?.toISOString() ?? null,
    revoked_by: elevation.revokedBy,
    revoked_at: revokedAt?.toISOString() ?? null,
  };
}

function lapsesAt(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + REQUEST_MINUTES * MINUTE_MS);
}

export function error(code: string, message: string, field: string): ElevationError {
  return { code, message, field };
}

function refused(code: string, message: string, field: string): Change {
  return { kind: 'refused', error: error(code, message, field) };
}
