/** mask: SubgraphResult → MaskedResult. Nulls and errors of denied fields in place, masks applied. */
import type { FieldNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { CODES, isCode } from '../../lib/errors/index.ts';
import { collectFields, type OperationScope } from '../operation/collect.ts';
import type { FetchedKey } from '../operation/fetched-key.ts';
import { introspect } from '../operation/introspect.ts';
import { shape, type Treatment } from '../operation/shape.ts';
import { applyObligation, type Decision, type MaskKeys } from '../policy/index.ts';
import { cleanErrors } from './clean-errors.ts';
import { decideField, isWithheldBy } from './decide-field.ts';
import { denialError } from './denials.ts';
import type {
  AuthorizedDocument,
  Denial,
  MaskedResult,
  Outcome,
  SubgraphResult,
  ValidOperation,
} from './types.ts';

export interface MaskDeps {
  readonly apiSchema: GraphQLSchema;
  readonly fetchedKey: FetchedKey;
  /** Keys what is shown as a hash, bank by bank. */
  readonly maskKeys: MaskKeys;
}

interface Shaped {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly denials: readonly Denial[];
  /** True when policy withheld every field the operation asked for at its root. */
  readonly nothingAllowed: boolean;
}

export async function mask(deps: MaskDeps, result: SubgraphResult): Promise<MaskedResult> {
  const { valid, authorized } = result.planned.priced.authorization;
  const { decisionId, deniedMode } = valid.parsed.admission;
  const errors = cleanErrors(result.errors, valid.parsed, decisionId);
  const shaped =
    authorized.isRestricted || authorized.introspects || authorized.isReworded
      ? await shapeForCaller(deps, valid, authorized, result.data)
      : { data: result.data, denials: [], nothingAllowed: false };
  const denialErrors = shaped.denials.map((denial) => denialError(denial, decisionId));
  return {
    valid,
    data: shaped.data,
    errors: deniedMode === 'filter' ? errors : [...denialErrors, ...errors],
    filtered: deniedMode === 'filter' ? shaped.denials : [],
    outcome: outcomeOf(shaped, errors),
    withheld: [...new Set(shaped.denials.map(({ coordinate }) => coordinate))].sort(),
    status: statusOf(shaped, errors),
  };
}

async function shapeForCaller(
  deps: MaskDeps,
  valid: ValidOperation,
  { byNode }: AuthorizedDocument,
  data: SubgraphResult['data'],
): Promise<Shaped> {
  const { table, variables } = valid;
  const { operation, fragments } = valid.parsed;
  const scope = { schema: deps.apiSchema, fragments, variables };
  const hashKey = deps.maskKeys(valid.parsed.admission.principal.bankId);
  const denials: Denial[] = [];
  const decide = (typeName: string, nodes: readonly FieldNode[]) =>
    decideField(table, byNode, typeName, nodes);
  const shapedData = shape(scope, operation, data, {
    keyOf: deps.fetchedKey,
    introspection: await introspect(valid.schema, operation, fragments, variables),
    treat: (typeName, nodes) => treatmentOf(decide(typeName, nodes).decision, hashKey),
    onWithheld: (typeName, nodes, path) => {
      const { coordinate, decision } = decide(typeName, nodes);
      denials.push({ path, coordinate, reasonCode: decision.reason });
    },
    mayShow: (typeName) => !isWithheldBy(table.decide(typeName)),
    onWithheldType: (typeName, path) => {
      denials.push({ path, coordinate: typeName, reasonCode: table.decide(typeName).reason });
    },
  });
  return {
    data: shapedData,
    denials,
    nothingAllowed: isNothingAllowed(scope, operation, denials),
  };
}

function treatmentOf(decision: Decision, hashKey: Uint8Array): Treatment {
  if (isWithheldBy(decision)) return { kind: 'withhold' };
  if (decision.effect !== 'mask') return { kind: 'show' };
  return { kind: 'alter', alter: (value) => applyObligation(decision.obligation, value, hashKey) };
}

function isNothingAllowed(
  scope: OperationScope,
  operation: OperationDefinitionNode,
  denials: readonly Denial[],
): boolean {
  const root = scope.schema.getRootType(operation.operation);
  if (!root) return false;
  const denied = new Set(
    denials.filter(({ path }) => path.length === 1).map(({ path }) => path[0]),
  );
  const keys = [...collectFields(scope, root, [operation.selectionSet]).keys()];
  return keys.length > 0 && keys.every((key) => denied.has(key));
}

function outcomeOf(shaped: Shaped, errors: readonly GraphQLError[]): Outcome {
  if (shaped.nothingAllowed) return 'REFUSED';
  if (errors.some((error) => audienceOf(error) === 'operator')) return 'FAILED';
  if (shaped.denials.length > 0) return 'PARTIAL';
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
