/** A new authorization case: who asks for what, and what the policy is to decide. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { REASON_CODES } from '../../gateway/policy/decision.ts';
import type { Decision } from '../../gateway/policy/index.ts';
import { readCases } from '../cases.ts';
import { decideCells } from '../decided-cells.ts';
import type { PolicyVersion } from '../load-version.ts';
import { unknownName } from '../unknown-name.ts';
import { created, edited, type Place, type Plan, refuse } from './plan.ts';

export interface Expectation {
  readonly effect: Decision['effect'];
  /** A reason code. */
  readonly reason: string;
  readonly obligation?: object;
}

export interface NewCase {
  /** A sentence. */
  readonly name: string;
  readonly role: string;
  readonly coordinate: string;
  /** What is to come of it; what does now, when it is not said. */
  readonly expect?: Expectation | undefined;
  /** Of the folder of cases. */
  readonly file: string;
}

/** @throws {WorkbenchError} `usage` on a case there is already, or a role or field there is not. */
export async function newCase(
  place: Place,
  version: Pick<PolicyVersion, 'policy' | 'schema'>,
  { name, role, coordinate, expect, file }: NewCase,
): Promise<Plan> {
  const cells = await decideCells(version);
  if (!cells.roles.includes(role)) throw unknownName('role', role, cells.roles);
  if (!cells.coordinates.includes(coordinate)) {
    throw unknownName('coordinate', coordinate, cells.coordinates);
  }
  const codes: readonly string[] = REASON_CODES;
  if (expect && !codes.includes(expect.reason)) {
    throw unknownName('reason code', expect.reason, codes);
  }
  if (name.length < 10)
    refuse(`"${name}" is no sentence`, 'as: an analyst sees the year of birth only');
  for (const each of readCases(place.cases)) {
    if (each.name === name)
      refuse(`there is a case "${name}" already`, `in ${each.file}:${each.line}`);
    if (each.role === role && each.coordinate === coordinate) {
      refuse(
        `a case of ${role} and ${coordinate} is there already`,
        `in ${each.file}:${each.line}: ${each.name}`,
      );
    }
  }
  const now = version.policy.tableFor({ role }).decide(coordinate);
  const decision: Expectation = expect ?? now;
  const text = caseText({ name, role, coordinate, decision });
  const isThere = existsSync(join(place.cases, file));
  const isMet = decision.effect === now.effect && decision.reason === now.reason;
  return {
    edits: [
      isThere
        ? edited(place.cases, file, (before) => `${before.trimEnd()}\n${text}`)
        : created(place.cases, file, text),
    ],
    next: [
      isMet
        ? 'It is what the policy decides now.'
        : `The policy decides ${now.effect}, ${now.reason} now: the case fails until that changes.`,
      'Try it: payscope policy test',
    ],
  };
}

/** In the form of test/cases. */
export function caseText(given: {
  readonly name: string;
  readonly role: string;
  readonly coordinate: string;
  readonly decision: Expectation;
}): string {
  const { name, role, coordinate, decision } = given;
  const { effect, reason, obligation } = decision;
  const obliged = obligation ? `, obligation: ${flow(obligation)}` : '';
  return [
    `- name: ${stringify(name, { lineWidth: 0 }).trimEnd()}`,
    `  role: ${role}`,
    `  coordinate: ${stringify(coordinate, { lineWidth: 0 }).trimEnd()}`,
    `  expect: { effect: ${effect}, reason: ${reason}${obliged} }`,
    '',
  ].join('\n');
}

function flow(value: object): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}
