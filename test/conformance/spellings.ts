/** The ways an operation can write one route. */
import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Sent } from './gateway.ts';
import type { Route, Step } from './routes.ts';

/** Writes one level of a route: the field's text into the selection around it. */
interface Style {
  /** Response key of a step. */
  readonly key?: (step: Step, siblings: readonly string[]) => string;
  readonly directives?: (isLast: boolean) => string;
  /** Puts the field into a fragment; may add definitions to the document. */
  readonly wrap?: (selection: string, step: Step, level: number, define: Define) => string;
  readonly variables?: Sent['variables'];
  readonly head?: string;
  readonly document?: (operation: string, kind: string) => string;
  readonly operationName?: string;
  readonly method?: Sent['method'];
}

type Define = (definition: string) => void;

const on = (type: string, selection: string, directives = '') =>
  `... on ${type} ${directives}{ ${selection} }`;

const YES = '@include(if: $yes) @skip(if: $no)';
const CONDITIONS = { head: '($yes: Boolean!, $no: Boolean!)', variables: { yes: true, no: false } };

const STYLES: Readonly<Record<string, Style>> = {
  direct: {},
  GET: { method: 'GET' },
  alias: { key: (step) => `other_${step.field.name}` },
  "alias to another field's name": {
    key: ({ field }, siblings) => siblings.find((name) => name !== field.name) ?? 'id',
  },
  'inline fragment with a type': { wrap: (selection, { parent }) => on(parent, selection) },
  'inline fragment without': { wrap: (selection) => `... { ${selection} }` },
  'named fragment': {
    wrap: (selection, { parent }, level, define) => {
      define(`fragment F${level} on ${parent} { ${selection} }`);
      return `...F${level}`;
    },
  },
  'nested fragments': {
    wrap: (selection, { parent }, level, define) => {
      define(`fragment Inner${level} on ${parent} { ${on(parent, selection)} }`);
      define(`fragment Outer${level} on ${parent} { ... { ...Inner${level} } }`);
      return `...Outer${level}`;
    },
  },
  '@include and @skip by variables': { ...CONDITIONS, directives: () => YES },
  '@include on a fragment': {
    ...CONDITIONS,
    wrap: (selection, { parent }) => on(parent, selection, `${YES} `),
  },
  'skipped by a variable': {
    head: '($no: Boolean!)',
    variables: { no: false },
    directives: (isLast) => (isLast ? '@include(if: $no)' : ''),
  },
  'twice under one key': { wrap: (selection) => `${selection} ... { ${selection} }` },
  'one of several operations': {
    operationName: 'Asked',
    document: (operation, kind) => `${kind} Other { __typename } ${operation}`,
  },
  'an operation that does not run': {
    operationName: 'Other',
    document: (operation, kind) => `${kind} Other { __typename } ${operation}`,
  },
};

export const SPELLINGS: readonly string[] = Object.keys(STYLES);

/** @param siblings names of all fields a type has. */
export function spell(
  { operation, steps }: Route,
  spelling: string,
  siblings: (typeName: string) => readonly string[],
): Sent {
  const style = STYLES[spelling];
  if (!style) throw new RangeError(`no spelling ${spelling}`);
  const definitions: string[] = [];
  const write = (level: number): string => {
    const step = steps[level];
    if (!step) return '__typename';
    const { parent, field, isNarrowed } = step;
    const isLast = level === steps.length - 1;
    const key = style.key?.(step, siblings(parent));
    const inner = isCompositeType(getNamedType(field.type)) ? ` { ${write(level + 1)} }` : '';
    const called = `${field.name}${argumentsOf(field.args)} ${style.directives?.(isLast) ?? ''}`;
    const selection = `${key === undefined ? '' : `${key}: `}${called}${inner}`;
    const define = (definition: string) => definitions.push(definition);
    const wrapped = style.wrap?.(selection, step, level, define) ?? selection;
    return isNarrowed ? on(parent, wrapped) : wrapped;
  };
  const text = `${operation} Asked${style.head ?? ''} { ${write(0)} } ${definitions.join(' ')}`;
  const { operationName, variables, method } = style;
  return {
    query: style.document?.(text, operation) ?? text,
    ...(operationName === undefined ? {} : { operationName }),
    ...(variables ? { variables } : {}),
    ...(method ? { method } : {}),
  };
}

function argumentsOf(args: readonly GraphQLArgument[]): string {
  const required = args.filter(isRequiredArgument);
  if (required.length === 0) return '';
  return `(${required.map(({ name, type }) => `${name}: ${literal(type)}`).join(', ')})`;
}

/** Some value of an input type, with nothing in it that may be left out. */
export function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{${required.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')}}`;
  }
  if (type.name === 'Boolean') return 'true';
  if (type.name === 'Int' || type.name === 'Float' || type.name === 'MinorUnits') return '3';
  if (type.name === 'Date') return '"2020-02-03"';
  if (type.name === 'DateTime') return '"2020-02-03T04:05:06.000Z"';
  // Text that every condition of the policy lets pass: conditions have tests of their own.
  return '"pii:read"';
}
