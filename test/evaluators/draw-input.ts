/** Random inputs of the policy's entrypoints: mostly what the gateway sends, now and then anything. */
import type { Tape } from '../properties/tape.ts';
import { drawInstant, drawText, drawValue } from './draw-value.ts';
import type { World } from './world.ts';

/** Of each hundred inputs; the rest are `decisions`. */
const SHARES = [
  ['payscope/authz/conditional', 45],
  ['payscope/logs/mask', 15],
  ['payscope/limits/limits', 5],
  ['payscope/documents/documents', 5],
] as const;

const CLIENTS = ['partner-ab', 'dashboard', 'unknown', ''];
const BANKS = ['b1', 'é', 'b2'];

export interface Question {
  readonly entrypoint: string;
  readonly input: object;
}

export function drawQuestion(tape: Tape, world: World): Question {
  let share = tape.pick(100);
  for (const [entrypoint, percent] of SHARES) {
    if (share < percent) return { entrypoint, input: drawInput(tape, world, entrypoint) };
    share -= percent;
  }
  return { entrypoint: 'payscope/authz/decisions', input: drawDecisions(tape, world) };
}

function drawInput(tape: Tape, world: World, entrypoint: (typeof SHARES)[number][0]): object {
  switch (entrypoint) {
    case 'payscope/authz/conditional':
      return drawConditional(tape, world);
    case 'payscope/logs/mask':
      return { path: 'payscope/authz/conditional', input: drawConditional(tape, world) };
    case 'payscope/limits/limits':
      return { subject: drawSubject(tape, world) };
    case 'payscope/documents/documents': {
      const asking = { client: tape.oneOf(CLIENTS), bank_id: tape.oneOf(BANKS) };
      return { subject: { ...drawSubject(tape, world), ...(tape.chance(80) ? asking : {}) } };
    }
    default:
      return entrypoint satisfies never;
  }
}

function drawDecisions(tape: Tape, world: World): object {
  const some = () => listOf(tape, 6, () => drawCoordinate(tape, world));
  const coordinates = tape.chance(97) ? some() : drawValue(tape);
  return { subject: drawSubject(tape, world), coordinates };
}

function drawConditional(tape: Tape, world: World): object {
  return {
    subject: drawSubject(tape, world),
    ...(tape.chance(97) ? { now: drawInstant(tape) } : {}),
    ...(tape.chance(90) ? { grants: listOf(tape, 3, () => drawGrant(tape, world)) } : {}),
    uses: tape.chance(97) ? listOf(tape, 4, () => drawUse(tape, world)) : drawValue(tape),
  };
}

function drawSubject(tape: Tape, { roles }: World): object {
  if (tape.chance(92)) return { role: tape.oneOf(roles) };
  return tape.chance(80) ? { role: drawValue(tape) } : {};
}

function drawCoordinate(tape: Tape, { coordinates, conditional }: World): unknown {
  if (tape.chance(75)) return tape.oneOf(coordinates);
  if (tape.chance(70)) return tape.oneOf(conditional).coordinate;
  return tape.chance(80) ? drawText(tape) : drawValue(tape);
}

function drawGrant(tape: Tape, { permissions }: World): unknown {
  if (tape.chance(5)) return drawValue(tape);
  const permission = tape.chance(70) ? 'pii:read' : tape.oneOf(permissions);
  return { permission, until: drawInstant(tape) };
}

function drawUse(tape: Tape, world: World): unknown {
  if (tape.chance(2)) return drawValue(tape);
  if (tape.chance(15)) {
    return { coordinate: drawCoordinate(tape, world), arguments: drawValue(tape) };
  }
  const { coordinate, arguments: read } = tape.oneOf(world.conditional);
  const given = read.map((path) => nested(path.split('.'), drawValue(tape)));
  const other = tape.chance(30) ? [[drawText(tape), drawValue(tape)] as const] : [];
  return { coordinate, arguments: Object.fromEntries([...given, ...other]) };
}

/** `filter.size` as `{ filter: { size: value } }`. */
function nested(
  [name = '', ...rest]: readonly string[],
  value: unknown,
): readonly [string, unknown] {
  return [name, rest.length === 0 ? value : Object.fromEntries([nested(rest, value)])];
}

function listOf<T>(tape: Tape, max: number, draw: () => T): readonly T[] {
  return Array.from({ length: tape.pick(max + 1) }, draw);
}
