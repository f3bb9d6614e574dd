/** An explanation as JSON, for programs. */
import { cellAsJson } from '../matrix/as-json.ts';
import type { AccessExplanation } from './explain-access.ts';

export function explanationAsJson({ version, cell, others, ...explained }: AccessExplanation) {
  return {
    version,
    role: explained.role,
    coordinate: explained.coordinate,
    decision: cellAsJson(cell),
    place: explained.place,
    defined: explained.defined,
    attributes: explained.attributes,
    requires: explained.requires,
    parts: explained.parts,
    holds: explained.holds,
    lacks: explained.lacks,
    conditions: explained.conditions,
    flips: explained.flips,
    elevation: explained.elevation,
    others: Object.fromEntries(others.map((other) => [other.role, cellAsJson(other.cell)])),
  };
}
