/** parse: the document Apollo Server parsed → ParsedOperation, with its one operation picked. */
import { createHash } from 'node:crypto';
import { type FragmentDefinitionNode, getOperationAST, Kind } from 'graphql';
import { Refusal } from '../../lib/errors/index.ts';
import { excessOfValue } from '../operation/nesting.ts';
import type { Admission, OperationRequest, ParsedOperation } from './types.ts';

/** Tokens a document may have; a query of the explorer's size has under 2,000. */
export const TOKENS_MAX = 15_000;

/** The schema's deepest input has 4 levels and its widest 11 fields; what walks them recurses. */
const VARIABLES_MAX = { depth: 32, members: 500 };

/** @throws {Refusal} OPERATION_RESOLUTION_FAILURE, BAD_USER_INPUT */
export function parse(admission: Admission, request: OperationRequest): ParsedOperation {
  const { document, source, operationName } = request;
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    throw new Refusal(
      'OPERATION_RESOLUTION_FAILURE',
      operationName === undefined
        ? 'The document holds not exactly one operation.'
        : 'operationName names no operation of the document.',
      { hint: 'Set operationName to the operation to run.' },
    );
  }
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  return {
    admission,
    document,
    operation,
    fragments,
    source,
    operationHash: createHash('sha256').update(source).digest('hex'),
    rawVariables: variablesOf(request.variables),
  };
}

/** Null-prototype, so that a variable named `__proto__` is a variable and nothing else. */
function variablesOf(given: unknown): Readonly<Record<string, unknown>> {
  const variables: Record<string, unknown> = Object.create(null);
  if (given === undefined || given === null) return variables;
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new Refusal('BAD_USER_INPUT', 'variables must be a JSON object.');
  }
  const excess = excessOfValue(given, VARIABLES_MAX);
  if (excess !== undefined) {
    const what = excess === 'depth' ? 'levels' : 'members in one object';
    throw new Refusal('BAD_USER_INPUT', `variables have over ${VARIABLES_MAX[excess]} ${what}.`, {
      hint: 'Send flatter or fewer variables.',
    });
  }
  return Object.assign(variables, given);
}
