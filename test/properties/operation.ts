/** An operation in parts that can be rewritten, and as it is sent. */
import {
  type ConstValueNode,
  type FragmentDefinitionNode,
  Kind,
  OperationTypeNode,
  print,
  type SelectionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Sent } from '../conformance/gateway.ts';
import { nameNode } from './nodes.ts';

export interface VariableUse {
  readonly name: string;
  readonly type: TypeNode;
  readonly value: ConstValueNode;
  /** How the value gets in: sent along, or as the variable's default. */
  readonly by: 'value' | 'default';
}

export interface Operation {
  readonly kind: 'query' | 'mutation';
  readonly selections: readonly SelectionNode[];
  readonly fragments: readonly FragmentDefinitionNode[];
  readonly variables: readonly VariableUse[];
}

export function asSent({ kind, selections, fragments, variables }: Operation): Sent {
  const query = print({
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: kind === 'query' ? OperationTypeNode.QUERY : OperationTypeNode.MUTATION,
        name: nameNode('Generated'),
        selectionSet: { kind: Kind.SELECTION_SET, selections },
        variableDefinitions: variables.map(({ name, type, value, by }) => ({
          kind: Kind.VARIABLE_DEFINITION,
          variable: { kind: Kind.VARIABLE, name: nameNode(name) },
          type,
          ...(by === 'default' ? { defaultValue: value } : {}),
        })),
      },
      ...fragments,
    ],
  });
  const sent = variables.filter(({ by }) => by === 'value');
  return {
    query,
    variables: Object.fromEntries(
      sent.map(({ name, value }) => [name, valueFromASTUntyped(value)]),
    ),
  };
}
