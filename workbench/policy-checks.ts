/** What must hold between schema and policy before a bundle may be built. */
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { parseObligation } from '../gateway/policy/decision.ts';
import { decidedCoordinates, type Obligation, type Requirements } from '../gateway/policy/index.ts';
import { isStricter } from '../gateway/policy/requirement.ts';
import { conditionProblems } from './condition-checks.ts';
import { limitProblems } from './limit-checks.ts';
import type { PolicyData } from './policy-data.ts';

/** The scalar and built-in types each obligation can be applied to. */
const MASKABLE_TYPES: Readonly<Record<Obligation['kind'], readonly string[] | 'any leaf'>> = {
  year: ['Date', 'DateTime'],
  last4: ['String', 'ID'],
  hash: ['String', 'ID'],
  round: ['Int', 'Float', 'MinorUnits'],
  bucket: ['Int', 'Float', 'MinorUnits'],
  null: 'any leaf',
};

/** What the checks look at: the API schema, what it asks for, and the policy's data. */
export interface Checked {
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly policy: PolicyData;
}

/** Everything wrong between schema and policy, one sentence each; empty when all is well. */
export function policyProblems(checked: Checked): readonly string[] {
  return [
    ...unknownInSchema(checked),
    ...unknownInRoles(checked),
    ...maskProblems(checked),
    ...attributeProblems(checked),
    ...limitProblems(checked.policy),
    ...mustBeNullable(checked),
    ...conditionProblems(checked.schema, checked.policy.conditions, checked.policy.permissions),
  ];
}

/** Coordinates no rule mentions: closed to everyone until one does. */
export function unmentionedCoordinates({ schema, requirements }: Checked): readonly string[] {
  return decidedCoordinates(schema).filter(
    (coordinate) => !Object.hasOwn(requirements, coordinate),
  );
}

function unknownInSchema({ requirements, policy }: Checked): readonly string[] {
  return Object.entries(requirements).flatMap(([coordinate, { policies }]) =>
    unique(policies.flat())
      .filter((permission) => !Object.hasOwn(policy.permissions, permission))
      .map((permission) => unknownPermission(`the schema's ${coordinate}`, permission)),
  );
}

function unknownInRoles({ policy }: Checked): readonly string[] {
  return Object.entries(policy.roles).flatMap(([role, { permissions }]) =>
    permissions
      .filter((permission) => !Object.hasOwn(policy.permissions, permission))
      .map((permission) => unknownPermission(`policies/roles/data.json: ${role}`, permission)),
  );
}

function maskProblems({ schema, requirements, policy }: Checked): readonly string[] {
  return Object.entries(policy.masks).flatMap(([coordinate, mask]): readonly string[] => {
    const where = `policies/masks/data.json: ${coordinate}`;
    const type = typeOfField(schema, coordinate);
    if (type === undefined) return [`${where} is no field of the schema`];
    if (!Object.hasOwn(policy.permissions, mask.permission)) {
      return [unknownPermission(where, mask.permission)];
    }
    const asked = requirements[coordinate]?.policies.flat() ?? [];
    if (!asked.includes(mask.permission)) {
      return [`${where} masks for want of ${mask.permission}, which the field does not ask for`];
    }
    const obligation = parseObligation(mask.obligation);
    if (obligation === undefined) {
      return [
        `${where} has an obligation the gateway can't do: ${JSON.stringify(mask.obligation)}`,
      ];
    }
    return obligationProblems(where, obligation, type);
  });
}

function obligationProblems(
  where: string,
  { kind }: Obligation,
  type: GraphQLOutputType,
): readonly string[] {
  const named = getNamedType(type);
  const fitting = MASKABLE_TYPES[kind];
  if (!isLeafType(named) || (fitting !== 'any leaf' && !fitting.includes(named.name))) {
    return [`${where}: "${kind}" can't mask ${type}`];
  }
  return kind === 'null' && isNonNullType(type)
    ? [`${where}: "null" would null the parent of ${type}`]
    : [];
}

function attributeProblems({ policy }: Checked): readonly string[] {
  const names = Object.keys(policy.attributes).join(', ');
  return names === 'role'
    ? []
    : [`policies/attributes/data.json declares ${names}; the gateway sends exactly: role`];
}

/** A field someone may lack although they have its type would null all of it, were it non-null. */
function mustBeNullable({ schema, requirements }: Checked): readonly string[] {
  return Object.entries(requirements).flatMap(([coordinate, requirement]): readonly string[] => {
    const type = typeOfField(schema, coordinate);
    const parent = requirements[coordinate.split('.')[0] ?? ''];
    if (type === undefined || parent === undefined || !isNonNullType(type)) return [];
    return isStricter(requirement, parent)
      ? [`${coordinate}: ${type} must be nullable, as policy may deny it where it allows its type`]
      : [];
  });
}

function typeOfField(schema: GraphQLSchema, coordinate: string): GraphQLOutputType | undefined {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const fields = type.getFields();
  return Object.hasOwn(fields, fieldName) ? fields[fieldName]?.type : undefined;
}

function unknownPermission(where: string, permission: string): string {
  return `${where} names ${permission}, which is not in policies/permissions/data.json`;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
