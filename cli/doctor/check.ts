/** What the doctor looks at, one thing at a time. */
import type { CliConfig } from '../config.ts';

export interface Diagnosis {
  /** `note`: worth knowing, keeps nothing from running. */
  readonly state: 'ok' | 'note' | 'finding';
  readonly says: string;
  /** What to do about it. */
  readonly cure?: string;
}

export interface Check {
  readonly name: string;
  run(config: CliConfig): Promise<readonly Diagnosis[]>;
}

export function ok(says: string): readonly Diagnosis[] {
  return [{ state: 'ok', says }];
}

export function note(says: string, cure: string): readonly Diagnosis[] {
  return [{ state: 'note', says, cure }];
}

export function finding(says: string, cure: string): readonly Diagnosis[] {
  return [{ state: 'finding', says, cure }];
}
