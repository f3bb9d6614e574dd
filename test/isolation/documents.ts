/** Documents over the whole API schema; what they are asked with is filled in for each operation. */
import {
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  Kind,
  OperationTypeNode,
  parse,
  parseType,
  print,
  type SelectionNode,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { generateOperation } from '../properties/generate.ts';
import { namedTypeNode, nameNode, spread } from '../properties/nodes.ts';
import type { Tape } from '../properties/tape.ts';

/** A variable, and what it is for. */
export interface Slot {
  readonly name: string;
  /** `Query.account(id:)` */
  readonly coordinate: string;
  readonly type: GraphQLInputType;
}

export interface GeneratedDocument {
  readonly query: string;
  readonly slots: readonly Slot[];
  readonly kind: 'query' | 'mutation';
}

/** Fields that walk over everything a bank has: asked now and then. */
const COSTLY = new Set(['verifyAudit']);
const COSTLY_PERCENT = 3;

/** A valid document whose every argument is a variable, so that banks ask the very same text. */
export function generateDocument(schema: GraphQLSchema, tape: Tape): GeneratedDocument {
  for (;;) {
    const { kind, selections } = generateOperation(schema, tape);
    const made = withSlots(schema, tape, kind, selections);
    if (hasCostly(made.query) && !tape.chance(COSTLY_PERCENT)) continue;
    // Two fields of one key may have been given different variables.
    if (validate(schema, parse(made.query)).length === 0) return made;
  }
}

function hasCostly(query: string): boolean {
  return [...COSTLY].some((name) => query.includes(name));
}

function withSlots(
  schema: GraphQLSchema,
  tape: Tape,
  kind: 'query' | 'mutation',
  selections: readonly SelectionNode[],
): GeneratedDocument {
  const types = new TypeInfo(schema);
  const slots = new Map<string, Slot>();
  const fragments: FragmentDefinitionNode[] = [];
  const slotFor = (coordinate: string, type: GraphQLInputType, key: string): string => {
    const known = slots.get(key);
    if (known) return known.name;
    const name = `v${slots.size}`;
    slots.set(key, { name, coordinate, type });
    return name;
  };
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: kind === 'query' ? OperationTypeNode.QUERY : OperationTypeNode.MUTATION,
        name: nameNode('Proving'),
        selectionSet: { kind: Kind.SELECTION_SET, selections },
      },
    ],
  } as const;
  const rewritten = visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter(node) {
          const field = types.getFieldDef();
          const parent = types.getParentType();
          if (!field || !parent || field.args.length === 0) return undefined;
          const given = new Set(node.arguments?.map(({ name }) => name.value));
          const args = field.args.filter(({ name }) => given.has(name) || name === 'first');
          return {
            ...node,
            arguments: args.map(({ name, type }) => {
              const coordinate = `${parent.name}.${field.name}(${name}:)`;
              const key = `${node.alias?.value ?? field.name}.${coordinate}`;
              const value = { kind: Kind.VARIABLE, name: nameNode(slotFor(coordinate, type, key)) };
              return { kind: Kind.ARGUMENT, name: nameNode(name), value } as const;
            }),
          };
        },
        leave(node) {
          const type = types.getType();
          if (!node.selectionSet || !type || !tape.chance(8)) return undefined;
          const name = `F${fragments.length}`;
          fragments.push({
            kind: Kind.FRAGMENT_DEFINITION,
            name: nameNode(name),
            typeCondition: namedTypeNode(getNamedType(type).name),
            selectionSet: node.selectionSet,
          });
          return {
            ...node,
            selectionSet: { kind: Kind.SELECTION_SET, selections: [spread(name)] },
          };
        },
      },
    }),
  );
  const [operation] = rewritten.definitions;
  const query = print({
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation,
        variableDefinitions: [...slots.values()].map(({ name, type }) => ({
          kind: Kind.VARIABLE_DEFINITION,
          variable: { kind: Kind.VARIABLE, name: nameNode(name) },
          type: parseType(String(type)),
        })),
      },
      ...fragments,
    ],
  });
  return { query, slots: [...slots.values()], kind };
}
