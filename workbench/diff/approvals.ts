/** policies/approved-openings.json: the openings a change approves, each by name and with a reason. */
import { z } from 'zod';
import { nearest } from '../nearest.ts';
import { WorkbenchError } from '../workbench-error.ts';

const approvalSchema = z.strictObject({
  role: z.string().min(1),
  /** `*` stands for all that a role gets that is new, and for nothing else. */
  coordinate: z.string().min(1),
  reason: z.string().min(1),
});

const approvalsSchema = z.strictObject({ openings: z.array(approvalSchema) });

export type Approval = Readonly<z.output<typeof approvalSchema>>;

export interface Opening {
  readonly role: string;
  readonly coordinate: string;
}

export interface Approvals {
  approvalOf(opening: Opening): Approval | undefined;
  /** Those that open nothing here, with why. */
  stale(openings: readonly Opening[]): readonly StaleApproval[];
}

export interface StaleApproval extends Approval {
  readonly why: string;
}

/**
 * An approval is part of the change it approves: one that the base has too was for another
 * change, and must not approve what is opened again.
 *
 * @param given text of the files, where there are any.
 * @throws {WorkbenchError} on a file that is not what it should be.
 */
export function approvalsOf(
  given: { readonly before?: string | undefined; readonly after?: string | undefined },
  newRoles: ReadonlySet<string>,
): Approvals {
  const earlier = new Set(parsed(given.before).map((each) => JSON.stringify(each)));
  const all = parsed(given.after);
  const isOfChange = (each: Approval) => !earlier.has(JSON.stringify(each));
  const approves = (approval: Approval, { role, coordinate }: Opening): boolean =>
    approval.role === role &&
    (approval.coordinate === coordinate || (approval.coordinate === '*' && newRoles.has(role)));
  return {
    approvalOf: (opening) => all.find((each) => isOfChange(each) && approves(each, opening)),
    stale: (openings) =>
      all.flatMap((each) => {
        const opens = openings.some((opening) => approves(each, opening));
        if (!isOfChange(each)) {
          const why = opens
            ? 'it was there before, so it is of an earlier change; give this one a reason of its own'
            : 'it was there before, and did its work';
          return [{ ...each, why }];
        }
        return opens
          ? []
          : [{ ...each, why: `nothing is opened that it names${meant(each, openings)}` }];
      }),
  };
}

/** What it may have been meant for, when it is a slip of the pen. */
function meant({ role, coordinate }: Approval, openings: readonly Opening[]): string {
  const ofRole = openings.filter((opening) => opening.role === role);
  const near = nearest(coordinate, new Set(ofRole.map((opening) => opening.coordinate)));
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}

function parsed(text: string | undefined): readonly Approval[] {
  if (text === undefined) return [];
  try {
    return approvalsSchema.parse(JSON.parse(text)).openings;
  } catch (error) {
    const problems =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
        : [String(error)];
    throw new WorkbenchError('approved-openings.json is not what it should be', problems);
  }
}
