/** The places of a document's elements, each looked up once and not by its path for every element. */
import type { XmlShape } from './xml-shape.ts';

export interface Place {
  readonly path: string;
  readonly isScope: boolean;
  readonly isRecord: boolean;
  /** Below the record, or below its scope where it is outside of one; else empty. */
  readonly relative: string;
  /** The field that is its text. */
  readonly field: string | undefined;
  /** Fields that are attributes of it, by their names. */
  readonly attributes: ReadonlyMap<string, string> | undefined;
  /** Whether there may be but one: a field, or what the shape says. */
  readonly isSingle: boolean;
  /** The field it is inside of, which should have had a text only. */
  readonly intrudes: string | undefined;
  /** By name; in a document of all names there are, no more than the shape has are kept. */
  readonly children: Map<string, Place>;
}

export interface Places {
  readonly root: (name: string) => Place;
  readonly childOf: (place: Place, name: string) => Place;
}

export function createPlaces(shape: XmlShape): Places {
  const known = pathsOf(shape);
  return {
    root: (name) => placeAt(shape, name),
    childOf: (place, name) => {
      const kept = place.children.get(name);
      if (kept) return kept;
      const child = placeAt(shape, `${place.path}/${name}`);
      if (known.has(child.path)) place.children.set(name, child);
      return child;
    },
  };
}

/** Of every element the shape names, and of those around it. */
function pathsOf({ scope, record, scopeFields, recordFields, single }: XmlShape): Set<string> {
  const named = [
    ...[...scopeFields.keys()].map((path) => `${scope}/${path}`),
    ...[...recordFields.keys(), ...single].map((path) => `${record}/${path}`),
  ];
  const parts = named.map((path) => path.split('/'));
  return new Set(parts.flatMap((all) => all.map((_, index) => all.slice(0, index + 1).join('/'))));
}

function placeAt(shape: XmlShape, path: string): Place {
  const { record, scope, recordFields, scopeFields, single } = shape;
  const inRecord = below(record, path);
  const relative = inRecord || below(scope, path);
  const fields = path === record || inRecord ? recordFields : scopeFields;
  const field = fields.get(relative);
  const parent = relative.slice(0, Math.max(0, relative.lastIndexOf('/')));
  const prefix = `${relative}/@`;
  const attributes = [...fields].flatMap(([name, value]): [string, string][] =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
  );
  return {
    path,
    isScope: path === scope,
    isRecord: path === record,
    relative,
    field,
    attributes: attributes.length > 0 ? new Map(attributes) : undefined,
    isSingle: field !== undefined || (inRecord !== '' && single.has(relative)),
    // Between versions of a message a field may have moved into one of its own.
    intrudes: fields.has(parent) && field === undefined ? parent : undefined,
    children: new Map(),
  };
}

function below(base: string, path: string): string {
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : '';
}
