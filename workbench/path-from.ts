/** How people name a file: from the project's root when it is in there, else from the machine's. */
import { relative } from 'node:path';

/** @example pathFrom('/project', '/project/policies/roles/data.json') // 'policies/roles/data.json' */
export function pathFrom(root: string, path: string): string {
  const inside = relative(root, path).replaceAll('\\', '/');
  return inside.startsWith('..') ? path : inside;
}
