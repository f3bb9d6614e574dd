/** Where in a document its records are, what of them is read, and what that gives. */

/** All paths are local names of the document's own namespace, joined by `/`. */
export interface XmlShape {
  /** The element around records, whose fields hold for each of them. */
  readonly scope: string;
  readonly record: string;
  /** Name of a field by its path below the scope; `@` before an attribute. */
  readonly scopeFields: ReadonlyMap<string, string>;
  readonly recordFields: ReadonlyMap<string, string>;
  /** Elements a record has once at most, though they are no fields: paths below the record. */
  readonly single: ReadonlySet<string>;
}

export interface XmlProblem {
  readonly code: string;
  readonly message: string;
  /** Below the record or its scope. */
  readonly path: string;
}

export type XmlRecord =
  | {
      readonly kind: 'record';
      readonly line: number;
      readonly namespace: string;
      /** Text by name of the field. */
      readonly values: ReadonlyMap<string, string>;
      /** The first thing that is wrong with the elements themselves. */
      readonly problem: XmlProblem | undefined;
      readonly content: string;
    }
  | {
      /** The document can't be read from here on. */
      readonly kind: 'broken';
      readonly line: number;
      readonly code: string;
      readonly message: string;
      readonly content: string;
    };
