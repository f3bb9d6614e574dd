/** What each input coordinate asks for: all that the coordinates it reveals ask for. */
import type { DocumentNode } from 'graphql';
import { type InputPlace, inputPlaces } from './input-places.ts';
import { AUTHENTICATED, both, either, type Requirement } from './requirement.ts';
import { revealsBy } from './revealed.ts';

type Of = ReadonlyMap<string, Requirement>;

/**
 * Requirements of arguments, input fields, enum values and input objects. An input that must say
 * what it reveals and does not is left out, and so closed; so is one that reveals what is closed.
 * A type that is asked for by itself is asked for by each input of it too.
 */
export function inputRequirements(
  document: DocumentNode,
  outputs: Of,
  stated: Of,
): ReadonlyMap<string, Requirement> {
  const reveals = revealsBy(document);
  const inputs = new Map<string, Requirement>();
  for (const place of inputPlaces(document)) {
    const revealed = reveals(place) ?? (place.mustSay ? undefined : []);
    const asked = revealed === undefined ? undefined : allOf(outputs, revealed);
    if (asked === undefined) continue;
    const requirement = both(asked, stated.get(place.type) ?? AUTHENTICATED);
    inputs.set(place.coordinate, asInput(requirement));
    const object = objectOf(place);
    if (object === undefined) continue;
    const known = inputs.get(object);
    inputs.set(object, asInput(known === undefined ? requirement : either(known, requirement)));
  }
  return inputs;
}

/** Undefined when one of them is closed. */
function allOf(outputs: Of, coordinates: readonly string[]): Requirement | undefined {
  let all: Requirement = AUTHENTICATED;
  for (const coordinate of coordinates) {
    const requirement = outputs.get(coordinate);
    if (requirement === undefined) return undefined;
    all = both(all, requirement);
  }
  return all;
}

/** An input object is open to whom one of its fields is. */
function objectOf({ kind, coordinate }: InputPlace): string | undefined {
  return kind === 'field' ? coordinate.split('.')[0] : undefined;
}

function asInput({ authenticated, policies }: Requirement): Requirement {
  return { authenticated, policies, input: true };
}
