/**
 * What must come out of an operation, computed without the gateway: graphql-js over the made-up
 * data, with resolvers that ask the oracle. Bubbling of nulls is graphql-js's own.
 */
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Oracle } from '../support/oracle.ts';
import { hiddenFrom } from './hidden.ts';
import { madeUp } from './made-up.ts';

/** An answer, as far as authorization is concerned. */
export type Outcome =
  | { readonly kind: 'invalid' }
  | {
      readonly kind: 'answered';
      readonly data: unknown;
      /** `path coordinate`, list indices left out, sorted, each once. */
      readonly denied: readonly string[];
    };

export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export type Reference = (role: string, asked: Asked) => Outcome;

/** Masks by coordinate, as the role data has them. */
export type Mask = (kind: string, value: unknown) => unknown;

export function createReference(schema: GraphQLSchema, oracle: Oracle): Reference {
  const hidden = hiddenFrom(schema, oracle);
  return (role, { document, operationName, variables }) => {
    if (mentions(schema, document, hidden(role))) return { kind: 'invalid' };
    const result = execute({
      schema,
      document,
      ...(operationName === undefined ? {} : { operationName }),
      ...(variables ? { variableValues: variables } : {}),
      typeResolver: (value: { readonly __typename?: string }) => value.__typename,
      fieldResolver: (_source, args: Readonly<Record<string, unknown>>, _context, info) => {
        const { parentType, fieldName, returnType } = info;
        const field = parentType.getFields()[fieldName];
        if (!field) throw new RangeError(`no field ${parentType.name}.${fieldName}`);
        const coordinate = `${parentType.name}.${fieldName}`;
        const denied = deniedBy(oracle, role, parentType, field, args);
        if (denied !== undefined) throw denial(denied);
        const value = allowedItems(oracle, role, madeUp(schema, returnType, coordinate));
        const { mask } = oracle.expect(role, coordinate);
        return mask === undefined ? value : masked(mask, value);
      },
    });
    if (result instanceof Promise) throw new TypeError('made-up data is at hand');
    return {
      kind: 'answered',
      data: JSON.parse(JSON.stringify(result.data ?? null)),
      denied: deniedOf(result.errors ?? []),
    };
  };
}

/** `path coordinate` of each error, as answers are compared by. */
export function deniedOf(
  errors: readonly {
    readonly path?: readonly (string | number)[] | undefined;
    readonly extensions?: { readonly coordinate?: unknown };
  }[],
): readonly string[] {
  const texts = errors.map(({ path, extensions }) => {
    const keys = (path ?? []).filter((key) => typeof key === 'string');
    return `${keys.join('.')} ${String(extensions?.coordinate)}`;
  });
  return [...new Set(texts)].sort();
}

function denial(coordinate: string): GraphQLError {
  return new GraphQLError('denied', { extensions: { coordinate } });
}

const isClosed = (oracle: Oracle, role: string, coordinate: string): boolean =>
  ['deny', 'hide'].includes(oracle.expect(role, coordinate).effect);

/** The coordinate that closes a field as it is called: its own before those of its inputs. */
function deniedBy(
  oracle: Oracle,
  role: string,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
): string | undefined {
  const own = `${type.name}.${field.name}`;
  if (isClosed(oracle, role, own)) return own;
  const used = field.args.flatMap((argument) =>
    usedBy(`${own}(${argument.name}:)`, argument.type, args[argument.name]),
  );
  return used.find((coordinate) => isClosed(oracle, role, coordinate));
}

function usedBy(coordinate: string, type: GraphQLInputType, value: unknown): readonly string[] {
  return value === null || value === undefined ? [] : [coordinate, ...usedIn(type, value)];
}

function usedIn(type: GraphQLInputType, value: unknown): readonly string[] {
  if (isNonNullType(type)) return usedIn(type.ofType, value);
  if (isListType(type)) {
    return (Array.isArray(value) ? value : [value]).flatMap((item) => usedIn(type.ofType, item));
  }
  if (isEnumType(type)) return [`${type.name}.${String(value)}`];
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = type.getFields()[name];
    return field ? usedBy(`${type.name}.${name}`, field.type, inner) : [];
  });
}

/** An object whose type is closed is null and an error where it stands. */
function allowedItems(oracle: Oracle, role: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => allowedItems(oracle, role, item));
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return value;
  const typeName = String(value.__typename);
  return isClosed(oracle, role, typeName) ? denial(typeName) : value;
}

function masked(kind: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(kind, item));
  if (value === null || value === undefined || kind === 'null') return null;
  if (kind === 'year') return `${String(value).slice(0, 4)}-01-01`;
  if (kind === 'last4') return `****${String(value).slice(-4)}`;
  throw new RangeError(`no mask ${kind} is expected here`);
}

function mentions(
  schema: GraphQLSchema,
  document: DocumentNode,
  hidden: ReadonlySet<string>,
): boolean {
  let found = false;
  const types = new TypeInfo(schema);
  const look = (coordinate: string | undefined) => {
    if (coordinate !== undefined && hidden.has(coordinate)) found = true;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => look(`${types.getParentType()?.name}.${name.value}`),
      InlineFragment: ({ typeCondition }) => look(typeCondition?.name.value),
      FragmentDefinition: ({ typeCondition }) => look(typeCondition.name.value),
      OperationDefinition: ({ operation }) => look(schema.getRootType(operation)?.name),
    }),
  );
  return found;
}
