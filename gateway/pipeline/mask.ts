/** mask: SubgraphResult → MaskedResult. Nulls and errors of denied fields in place, masks applied. */
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { CODES, isCode } from '../../lib/errors/index.ts';
import { collectFields } from '../operation/collect.ts';
import { introspect } from '../operation/introspect.ts';
import { type ResponsePath, shape, type Treatment } from '../operation/shape.ts';
import { applyObligation } from '../policy/index.ts';
import { cleanErrors } from './clean-errors.ts';
import { decideField, isWithheldBy } from './decide-field.ts';
import type { MaskedResult, Outcome, SubgraphResult, ValidOperation } from './types.ts';

export interface MaskDeps {
  readonly apiSchema: GraphQLSchema;
}

interface Shaped {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly denials: readonly GraphQLError[];
  readonly withheld: ReadonlySet<string>;
  /** True when policy withheld every field the operation asked for at its root. */
  readonly nothingAllowed: boolean;
}

export async function mask(deps: MaskDeps, result: SubgraphResult): Promise<MaskedResult> {
  const { valid, authorized } = result.planned.priced.authorization;
  const errors = cleanErrors(result.errors, valid.parsed.admission.decisionId);
  const untouched = authorized.restricted.size === 0 && !authorized.introspects;
  const shaped = untouched
    ? { data: result.data, denials: [], withheld: new Set<string>(), nothingAllowed: false }
    : await shapeForCaller(deps, valid, result.data);
  return {
    valid,
    data: shaped.data,
    errors: [...shaped.denials, ...errors],
    outcome: outcomeOf(shaped, errors),
    withheld: [...shaped.withheld].sort(),
    status: statusOf(shaped, errors),
  };
}

async function shapeForCaller(
  deps: MaskDeps,
  valid: ValidOperation,
  data: SubgraphResult['data'],
): Promise<Shaped> {
  const { operation, fragments, admission } = valid.parsed;
  const scope = { schema: deps.apiSchema, fragments, variables: valid.variables };
  const denials: GraphQLError[] = [];
  const withheld = new Set<string>();
  const rootKeysWithheld = new Set<string>();
  const decide = (typeName: string, fieldName: string) =>
    decideField(deps.apiSchema, valid.table, typeName, fieldName);
  const shapedData = shape(scope, operation, data, {
    introspection: await introspect(valid.schema, operation, fragments, valid.variables),
    treat: (typeName, fieldName): Treatment => {
      const decision = decide(typeName, fieldName);
      if (isWithheldBy(decision)) return { kind: 'withhold' };
      if (decision.effect !== 'mask') return { kind: 'show' };
      return { kind: 'alter', alter: (value) => applyObligation(decision.obligation, value) };
    },
    onWithheld: (typeName, fieldName, path) => {
      const coordinate = `${typeName}.${fieldName}`;
      const reasonCode = decide(typeName, fieldName).reason;
      denials.push(denial(coordinate, reasonCode, admission.decisionId, path));
      withheld.add(coordinate);
      if (path.length === 1) rootKeysWithheld.add(String(path[0]));
    },
  });
  const root = deps.apiSchema.getRootType(operation.operation);
  const rootKeys = root ? collectFields(scope, root, [operation.selectionSet]).size : 0;
  return {
    data: shapedData,
    denials,
    withheld,
    nothingAllowed: rootKeys > 0 && rootKeysWithheld.size === rootKeys,
  };
}

function denial(
  coordinate: string,
  reasonCode: string,
  decisionId: string,
  path: ResponsePath,
): GraphQLError {
  return new GraphQLError(`You may not read ${coordinate}.`, {
    path,
    extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate, reasonCode, decisionId },
  });
}

function outcomeOf(shaped: Shaped, errors: readonly GraphQLError[]): Outcome {
  if (shaped.nothingAllowed) return 'REFUSED';
  if (errors.some((error) => audienceOf(error) === 'operator')) return 'FAILED';
  if (shaped.withheld.size > 0) return 'PARTIAL';
  return errors.length > 0 && isEmpty(shaped.data) ? 'REFUSED' : 'ALLOWED';
}

/** 200 as long as there is any data; a response of nothing but errors carries their status. */
function statusOf(shaped: Shaped, errors: readonly GraphQLError[]): number | undefined {
  if (shaped.nothingAllowed) return CODES.UNAUTHORIZED_FIELD_OR_TYPE.status;
  const code = errors[0]?.extensions.code;
  if (shaped.denials.length > 0 || !isCode(code) || !isEmpty(shaped.data)) return undefined;
  return CODES[code].status;
}

function isEmpty(data: Shaped['data']): boolean {
  return data === null || Object.values(data).every((value) => value === null);
}

function audienceOf(error: GraphQLError): string | undefined {
  const code = error.extensions.code;
  return isCode(code) ? CODES[code].audience : undefined;
}
