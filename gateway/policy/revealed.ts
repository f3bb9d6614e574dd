/** What inputs let their users find out: the `@reveals` directive. */
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { z } from 'zod';
import { type InputPlace, inputPlaces } from './input-places.ts';
import { argumentsOf, schemaLinks } from './linked-names.ts';
import { outputTypes } from './output-types.ts';

/** The specification that `@reveals` is linked from; the name is ours, nothing is fetched. */
const SPECIFICATION = /^https:\/\/payscope\.example\/reveals\/v1\.\d+\/?$/;

const coordinatesSchema = z.union([z.array(z.string().min(1)), z.string().min(1)]);

/** Coordinates the directives name; undefined when none of them is `@reveals`. */
export type Reveals = (place: {
  readonly coordinate: string;
  readonly directives: readonly ConstDirectiveNode[];
}) => readonly string[] | undefined;

/**
 * Reads `@reveals` by whatever name the document links it. It may be repeated, as where two
 * subgraphs say different things of one input: all of it holds.
 *
 * @throws {TypeError} when one is malformed.
 */
export function revealsBy(document: DocumentNode): Reveals {
  const names = new Set(
    schemaLinks(document)
      .filter(({ url }) => SPECIFICATION.test(url))
      .map((link) => link.nameOf('reveals') ?? link.as ?? 'reveals'),
  );
  return ({ coordinate, directives }) => {
    const ours = directives.filter(({ name }) => names.has(name.value));
    if (ours.length === 0) return undefined;
    return ours.flatMap((directive) => {
      const parsed = coordinatesSchema.safeParse(argumentsOf(directive).coordinates);
      if (parsed.success) return parsed.data;
      throw new TypeError(`${coordinate}: @reveals takes a list of coordinates`);
    });
  };
}

/** What is wrong with the inputs of a supergraph, one sentence each: what to write where. */
export function revealProblems(document: DocumentNode): readonly string[] {
  const reveals = revealsBy(document);
  const types = outputTypes(document);
  const exists = (coordinate: string) => {
    if (types.has(coordinate)) return true;
    const [typeName = '', ...rest] = coordinate.split('.');
    return types.get(typeName)?.fields.some(({ name }) => name === rest.join('.')) ?? false;
  };
  return inputPlaces(document).flatMap((place) => {
    const revealed = reveals(place);
    if (revealed === undefined) return place.mustSay ? [askToSay(place)] : [];
    return revealed
      .filter((coordinate) => !exists(coordinate))
      .map((each) => `${place.coordinate} reveals ${each}, which the supergraph does not have`);
  });
}

function askToSay({ coordinate, kind }: InputPlace): string {
  const what = kind === 'argument' ? 'argument' : kind === 'field' ? 'input field' : 'enum value';
  return (
    `${coordinate} does not say what it reveals; write @reveals(coordinates: ["Type.field"]) on the ` +
    `${what}, naming all that can be found out by it, or @reveals(coordinates: []) if nothing can`
  );
}
