/** validate: ParsedOperation → ValidOperation, against the schema this principal can see. */
import {
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  specifiedRules,
  validate as validateDocument,
} from 'graphql';
import type { Cache } from '../cache.ts';
import type { RegisteredDocuments } from '../documents/index.ts';
import { ReservedNamesRule } from '../operation/reserved-names-rule.ts';
import type { AccessTable, Policy } from '../policy/index.ts';
import { checkDocument } from './check-document.ts';
import { checkLimits } from './check-limits.ts';
import { OperationRefused } from './refuse.ts';
import type { ParsedOperation, ValidOperation } from './types.ts';

export interface ValidateDeps {
  readonly policy: () => Policy;
  /** What clients have registered. */
  readonly documents: () => RegisteredDocuments;
  readonly visibleSchema: (table: AccessTable) => GraphQLSchema;
  /** Verdicts by access table, operation hash and operation name. */
  readonly verdicts: Cache<readonly GraphQLError[]>;
}

const ERRORS_MAX = 20;

/** Introspection is answered from the visible schema, so nothing needs to forbid it. */
const RULES = [...specifiedRules, ReservedNamesRule];

/**
 * @throws {OperationRefused} GRAPHQL_VALIDATION_FAILED, BAD_USER_INPUT
 * @throws {Refusal} PERSISTED_DOCUMENT_REQUIRED; OPERATION_TOO_COMPLEX, before any rule looks at the document
 */
export function validate(deps: ValidateDeps, parsed: ParsedOperation): ValidOperation {
  const policy = deps.policy();
  const { principal } = parsed.admission;
  checkDocument(deps.documents(), policy, principal, parsed.operationHash);
  const table = policy.tableFor({ role: principal.role });
  const schema = deps.visibleSchema(table);
  const name = parsed.operation.name?.value ?? '';
  const key = `${table.key} ${parsed.operationHash} ${name}`;
  let errors = deps.verdicts.get(key);
  if (!errors) {
    checkLimits(parsed, table.limits);
    errors = verdict(schema, parsed);
    // Asked for once, a stack is text; till then it holds the frames, and by them the whole request.
    for (const error of errors) void error.stack;
    deps.verdicts.set(key, errors);
  }
  if (errors.length > 0) throw new OperationRefused('GRAPHQL_VALIDATION_FAILED', errors);
  return { parsed, policy, table, schema, variables: coerce(schema, parsed) };
}

function verdict(schema: GraphQLSchema, parsed: ParsedOperation): readonly GraphQLError[] {
  if (!schema.getRootType(parsed.operation.operation)) {
    const kind = parsed.operation.operation;
    return [new GraphQLError(`The schema has no ${kind} operations.`, { nodes: parsed.operation })];
  }
  return validateDocument(schema, parsed.document, RULES, { maxErrors: ERRORS_MAX });
}

function coerce(schema: GraphQLSchema, parsed: ParsedOperation): Record<string, unknown> {
  const { coerced, errors } = getVariableValues(
    schema,
    parsed.operation.variableDefinitions ?? [],
    parsed.rawVariables,
    { maxErrors: ERRORS_MAX },
  );
  if (errors) throw new OperationRefused('BAD_USER_INPUT', errors);
  return coerced;
}
