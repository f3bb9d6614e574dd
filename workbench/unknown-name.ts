/** The refusal of a name there is not, with those it may have been meant for. */
import { nearest } from './nearest.ts';
import { WorkbenchError } from './workbench-error.ts';

/** More than these are no help to read. */
const LISTED_MAX = 12;

/** @example throw unknownName('role', 'ANALYSTS', roles) */
export function unknownName(
  what: string,
  wanted: string,
  names: readonly string[],
): WorkbenchError {
  const near = nearest(wanted, names);
  const all = names.length <= LISTED_MAX ? [`there are: ${names.join(', ')}`] : [];
  const hint = near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : all;
  return new WorkbenchError(`there is no ${what} ${wanted}`, hint, 'usage');
}
