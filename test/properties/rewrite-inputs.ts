/** Ways to give the same arguments differently. */
import {
  type ArgumentNode,
  astFromValue,
  type ConstValueNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parseType,
  type ValueNode,
} from 'graphql';
import { mapSelections } from './map-selections.ts';
import { nameNode } from './nodes.ts';
import type { Operation, VariableUse } from './operation.ts';
import type { Tape } from './tape.ts';

/** Puts whole arguments and parts of input objects into variables. */
export function literalsToVariables(
  schema: GraphQLSchema,
  operation: Operation,
  tape: Tape,
): Operation {
  const variables: VariableUse[] = [...operation.variables];
  const replaced = (type: GraphQLInputType, value: ValueNode): ValueNode => {
    const known = asConst(value);
    if (known && tape.chance(50)) {
      const name = `v${variables.length}`;
      const by = tape.oneOf(['value', 'default'] as const);
      variables.push({ name, type: parseType(String(type)), value: known, by });
      return { kind: Kind.VARIABLE, name: nameNode(name) };
    }
    const object = getNullableType(type);
    if (value.kind !== Kind.OBJECT || !isInputObjectType(object)) return value;
    const fields = value.fields.map((field) => {
      const declared = object.getFields()[field.name.value];
      return declared ? { ...field, value: replaced(declared.type, field.value) } : field;
    });
    return { ...value, fields };
  };
  // Fields that share a response key must stay the same call (GraphQL §5.3.2).
  const mapped = mapArguments(
    schema,
    operation,
    onceByCall(({ type }, value) => replaced(type, value)),
  );
  return { ...mapped, variables };
}

export function variablesToLiterals(schema: GraphQLSchema, operation: Operation): Operation {
  const values = new Map(operation.variables.map(({ name, value }) => [name, value]));
  const replaced = (value: ValueNode): ValueNode => {
    if (value.kind === Kind.VARIABLE) return values.get(value.name.value) ?? value;
    if (value.kind !== Kind.OBJECT) return value;
    return {
      ...value,
      fields: value.fields.map((field) => ({ ...field, value: replaced(field.value) })),
    };
  };
  const mapped = mapArguments(schema, operation, (_, value) => replaced(value));
  // Those of conditions stay variables.
  const text = JSON.stringify([mapped.selections, mapped.fragments]);
  const variables = operation.variables.filter(({ name }) =>
    text.includes(JSON.stringify({ kind: Kind.VARIABLE, name: nameNode(name) })),
  );
  return { ...mapped, variables };
}

/** Writes the default of what was left out. */
export function writeDefaults(schema: GraphQLSchema, operation: Operation, tape: Tape): Operation {
  const isWritten = new Map<string, boolean>();
  return mapSelections(schema, operation, {
    field: (node, type) => {
      const key = node.alias?.value ?? node.name.value;
      const given = new Set(node.arguments?.map(({ name }) => name.value));
      const written = argumentsOn(type, node).flatMap((argument): readonly ArgumentNode[] => {
        if (given.has(argument.name) || argument.defaultValue === undefined) return [];
        const value = astFromValue(argument.defaultValue, argument.type);
        const place = `${key} ${argument.name}`;
        if (!isWritten.has(place)) isWritten.set(place, tape.chance(50));
        if (!value || !isWritten.get(place)) return [];
        return [
          { kind: Kind.ARGUMENT, name: nameNode(argument.name), value: asConst(value) ?? value },
        ];
      });
      return written.length === 0
        ? node
        : { ...node, arguments: [...(node.arguments ?? []), ...written] };
    },
  });
}

type MapValue = (argument: GraphQLArgument, value: ValueNode, node: FieldNode) => ValueNode;

function onceByCall(map: MapValue): MapValue {
  const known = new Map<string, ValueNode>();
  return (argument, value, node) => {
    const key = `${node.alias?.value ?? node.name.value} ${argument.name} ${JSON.stringify(value)}`;
    const mapped = known.get(key) ?? map(argument, value, node);
    known.set(key, mapped);
    return mapped;
  };
}

function mapArguments(schema: GraphQLSchema, operation: Operation, map: MapValue): Operation {
  return mapSelections(schema, operation, {
    field: (node, type) => {
      const declared = new Map(argumentsOn(type, node).map((each) => [each.name, each]));
      const args = (node.arguments ?? []).map((argument) => {
        const known = declared.get(argument.name.value);
        return known ? { ...argument, value: map(known, argument.value, node) } : argument;
      });
      return { ...node, arguments: args };
    },
  });
}

function argumentsOn(type: GraphQLNamedType, node: FieldNode): readonly GraphQLArgument[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return type.getFields()[node.name.value]?.args ?? [];
}

/** The value where no variable is in it. */
function asConst(value: ValueNode): ConstValueNode | undefined {
  switch (value.kind) {
    case Kind.VARIABLE:
      return undefined;
    case Kind.LIST: {
      const values = value.values.map(asConst).filter((item) => item !== undefined);
      return values.length === value.values.length ? { kind: Kind.LIST, values } : undefined;
    }
    case Kind.OBJECT: {
      const fields = value.fields.flatMap(({ name, value: inner }) => {
        const known = asConst(inner);
        return known ? [{ kind: Kind.OBJECT_FIELD, name, value: known } as const] : [];
      });
      return fields.length === value.fields.length ? { kind: Kind.OBJECT, fields } : undefined;
    }
    default:
      return value;
  }
}
