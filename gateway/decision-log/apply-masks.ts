/** Takes out of an event what the policy says, by OPA's convention; fails closed. */
import { z } from 'zod';
import type { Json, JsonObject } from '../../lib/chain.ts';
import type { DecisionEvent } from './event.ts';

const masksSchema = z.array(
  z.union([
    z.string(),
    z.object({ op: z.literal('remove'), path: z.string() }),
    z.object({ op: z.literal('upsert'), path: z.string(), value: z.json() }),
  ]),
);

/** Members that may be changed; what the event is about stays. */
const MASKABLE: readonly string[] = ['input', 'result', 'labels'];

type Changeable = { [name: string]: unknown };

/**
 * The event without what the masks name. A pointer to what is not there does nothing.
 *
 * @param masks the policy's answer: JSON pointers to erase, `{op: "remove", path}`, or
 *   `{op: "upsert", path, value}`.
 * @throws {TypeError} on an answer that is no such list, or names what may not be changed.
 */
export function applyMasks(event: DecisionEvent, masks: unknown): DecisionEvent {
  const parsed = masksSchema.safeParse(masks);
  if (!parsed.success) throw new TypeError('the masks are no list of pointers');
  if (parsed.data.length === 0) return event;
  const { input, result, labels } = event;
  const changed: Changeable = structuredClone({ input, result, labels });
  const erased: string[] = [];
  const masked: string[] = [];
  for (const mask of parsed.data) {
    const path = typeof mask === 'string' ? mask : mask.path;
    const place = placeOf(changed, partsOf(path));
    if (place === undefined) continue;
    if (typeof mask !== 'string' && mask.op === 'upsert') {
      Reflect.set(place.parent, place.name, mask.value);
      masked.push(path);
    } else if (Object.hasOwn(place.parent, place.name)) {
      erase(place.parent, place.name);
      erased.push(path);
    }
  }
  return {
    ...event,
    ...readBack(changed),
    ...(erased.length > 0 ? { erased: erased.sort() } : {}),
    ...(masked.length > 0 ? { masked: masked.sort() } : {}),
  };
}

/** Of an event whose masks are not known: every argument is taken out, and it says so. */
export function withoutArguments(event: DecisionEvent, why: string): DecisionEvent {
  const { uses } = event.input;
  const isList = Array.isArray(uses);
  const emptied = isList ? uses.map((use: JsonObject) => ({ ...use, arguments: {} })) : [];
  return {
    ...event,
    input: isList ? { ...event.input, uses: emptied } : event.input,
    erased: emptied.map((_, index) => `/input/uses/${index}/arguments`),
    error: { code: 'mask_failed', message: why },
  };
}

/** RFC 6901. */
function partsOf(pointer: string): readonly string[] {
  const [before, ...parts] = pointer
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (before !== '' || parts.length < 2 || !MASKABLE.includes(parts[0] ?? '')) {
    throw new TypeError(`${JSON.stringify(pointer)} names nothing that may be masked`);
  }
  return parts;
}

function placeOf(
  root: object,
  parts: readonly string[],
): { readonly parent: object; readonly name: string } | undefined {
  let parent: unknown = root;
  for (const part of parts.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, part)) {
      return undefined;
    }
    parent = Reflect.get(parent, part);
  }
  const name = parts.at(-1) ?? '';
  if (typeof parent !== 'object' || parent === null) return undefined;
  if (
    Array.isArray(parent) ? !Object.hasOwn(parent, name) || name === 'length' : name === '__proto__'
  ) {
    return undefined;
  }
  return { parent, name };
}

/** An item keeps its place, or pointers to those after it would mean others. */
function erase(parent: object, name: string): void {
  if (Array.isArray(parent)) Reflect.set(parent, name, null);
  else Reflect.deleteProperty(parent, name);
}

const changedSchema = z.object({
  input: z.record(z.string(), z.json()),
  result: z.json(),
  labels: z.record(z.string(), z.string()),
});

/** Labels are text and input is an object, whatever was put there. */
function readBack(changed: Changeable): Pick<DecisionEvent, 'input' | 'result' | 'labels'> {
  const parsed = changedSchema.safeParse(changed);
  if (!parsed.success) throw new TypeError('the masks leave no event of the right shape');
  const {
    input,
    result,
    labels,
  }: { input: JsonObject; result: Json; labels: Record<string, string> } = parsed.data;
  return { input, result, labels };
}
