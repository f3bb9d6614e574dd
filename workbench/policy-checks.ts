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
import { clientProblems } from './client-checks.ts';
import { conditionProblems } from './condition-checks.ts';
import { limitProblems } from './limit-checks.ts';
import { didYouMean } from './nearest.ts';
import type { PolicyData } from './policy-data.ts';
import type { Problem } from './problem.ts';

/** The scalar and built-in types each obligation can be applied to. */
const MASKABLE_TYPES: Readonly<Record<Obligation['kind'], readonly string[] | 'any leaf'>> = {
  year: ['Date', 'DateTime'],
  last4: ['String', 'ID'],
  hash: ['String', 'ID'],
  round: ['Int', 'Float', 'MinorUnits'],
  bucket: ['Int', 'Float', 'MinorUnits'],
  null: 'any leaf',
};

const MASKS = 'policies/masks/data.json';

/** For people, as policies/README.md lists them. */
const OBLIGATIONS =
  '{"kind": "year"}, {"kind": "last4"}, {"kind": "hash"}, {"kind": "null"}, {"kind": "round", "to": 1000}, {"kind": "bucket", "size": 1000}';

/** What the checks look at: the API schema, what it asks for, and the policy's data. */
export interface Checked {
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly policy: PolicyData;
}

/** Everything wrong between schema and policy; empty when all is well. */
export function policyProblems(checked: Checked): readonly Problem[] {
  return [
    ...unknownInSchema(checked),
    ...unknownInRoles(checked),
    ...maskProblems(checked),
    ...attributeProblems(checked),
    ...limitProblems(checked.policy),
    ...clientProblems(checked.policy),
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

function unknownInSchema({ requirements, policy }: Checked): readonly Problem[] {
  return Object.entries(requirements).flatMap(([coordinate, { policies }]) =>
    unique(policies.flat())
      .filter((permission) => !Object.hasOwn(policy.permissions, permission))
      .map((permission) => unknownPermission(policy, 'schema', coordinate, permission)),
  );
}

function unknownInRoles({ policy }: Checked): readonly Problem[] {
  return Object.entries(policy.roles).flatMap(([role, { permissions }]) =>
    permissions
      .filter((permission) => !Object.hasOwn(policy.permissions, permission))
      .map((permission) => unknownPermission(policy, 'policies/roles/data.json', role, permission)),
  );
}

function maskProblems({ schema, requirements, policy }: Checked): readonly Problem[] {
  return Object.entries(policy.masks).flatMap(([coordinate, mask]): readonly Problem[] => {
    const type = typeOfField(schema, coordinate);
    if (type === undefined) {
      const problem = maskProblem(
        coordinate,
        'is no field of the schema',
        didYouMean(coordinate, decidedCoordinates(schema), 'take the mask out'),
      );
      return [{ ...problem, rule: 'stale-coordinate' }];
    }
    if (!Object.hasOwn(policy.permissions, mask.permission)) {
      return [unknownPermission(policy, MASKS, coordinate, mask.permission)];
    }
    const asked = unique(requirements[coordinate]?.policies.flat() ?? []);
    if (!asked.includes(mask.permission)) {
      return [
        maskProblem(
          coordinate,
          `masks for want of ${mask.permission}, which the field does not ask for`,
          `it asks for ${asked.join(', ') || 'nothing'}; mask for want of one of those, or ask for it in the schema`,
        ),
      ];
    }
    const obligation = parseObligation(mask.obligation);
    if (obligation === undefined) {
      return [
        maskProblem(
          coordinate,
          `has an obligation the gateway can't do: ${JSON.stringify(mask.obligation)}`,
          `the masks there are: ${OBLIGATIONS}`,
        ),
      ];
    }
    return obligationProblems(coordinate, obligation, type);
  });
}

function obligationProblems(
  coordinate: string,
  { kind }: Obligation,
  type: GraphQLOutputType,
): readonly Problem[] {
  const named = getNamedType(type);
  if (!isLeafType(named) || !canMask(kind, named.name)) {
    const fitting = Object.keys(MASKABLE_TYPES).filter(
      (each) => isLeafType(named) && isObligationKind(each) && canMask(each, named.name),
    );
    const fix = isLeafType(named)
      ? `what fits ${named.name}: ${fitting.join(', ')}`
      : `mask the fields of ${named.name}, or let it be denied`;
    return [maskProblem(coordinate, `"${kind}" can't mask ${type}`, fix, ': ')];
  }
  if (kind !== 'null' || !isNonNullType(type)) return [];
  const fix = `make the field nullable in the subgraph's schema, or choose another mask`;
  return [maskProblem(coordinate, `"null" would null the parent of ${type}`, fix, ': ')];
}

function canMask(kind: Obligation['kind'], typeName: string): boolean {
  const fitting = MASKABLE_TYPES[kind];
  return fitting === 'any leaf' || fitting.includes(typeName);
}

function isObligationKind(kind: string): kind is Obligation['kind'] {
  return Object.hasOwn(MASKABLE_TYPES, kind);
}

function maskProblem(coordinate: string, what: string, fix: string, joint = ' '): Problem {
  const message = `${coordinate}${joint}${what}`;
  return { rule: 'mask', where: MASKS, at: coordinate, message, fix };
}

function attributeProblems({ policy }: Checked): readonly Problem[] {
  const names = Object.keys(policy.attributes).join(', ');
  if (names === 'role') return [];
  const where = 'policies/attributes/data.json';
  const message = `it declares ${names}; the gateway sends exactly: role`;
  const fix = 'another attribute has to be sent by the gateway first (gateway/policy)';
  return [{ rule: 'attributes', where, at: 'role', message, fix }];
}

/** A field someone may lack although they have its type would null all of it, were it non-null. */
function mustBeNullable({ schema, requirements }: Checked): readonly Problem[] {
  return Object.entries(requirements).flatMap(([coordinate, requirement]): readonly Problem[] => {
    const type = typeOfField(schema, coordinate);
    const parent = requirements[coordinate.split('.')[0] ?? ''];
    if (type === undefined || parent === undefined || !isNonNullType(type)) return [];
    if (!isStricter(requirement, parent)) return [];
    const message = `${coordinate}: ${type} must be nullable, as policy may deny it where it allows its type`;
    const fix = `write ${type.ofType}, or ask no more of the field than of its type`;
    return [{ rule: 'nullable', where: 'schema', at: coordinate, message, fix }];
  });
}

function typeOfField(schema: GraphQLSchema, coordinate: string): GraphQLOutputType | undefined {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const fields = type.getFields();
  return Object.hasOwn(fields, fieldName) ? fields[fieldName]?.type : undefined;
}

function unknownPermission(
  { permissions }: PolicyData,
  where: string,
  at: string,
  permission: string,
): Problem {
  return {
    rule: 'unknown-permission',
    where,
    at,
    message: `${where === 'schema' ? "the schema's " : ''}${at} names ${permission}, which is not in policies/permissions/data.json`,
    fix: didYouMean(permission, Object.keys(permissions), 'add it there'),
  };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
