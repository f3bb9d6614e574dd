/** Where the project lies, whatever directory the command is run in. */
import { fileURLToPath } from 'node:url';

/** @example rootPath('gateway/main.ts') */
export function rootPath(relative: string): string {
  return fileURLToPath(new URL(`../${relative}`, import.meta.url));
}
