/** policies/schemas/*.json: what each entrypoint may read of its input, for the type checker. */
import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { decidedCoordinates } from '../gateway/policy/index.ts';

/** A JSON Schema of draft 7, as far as OPA reads it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

const DRAFT = 'http://json-schema.org/draft-07/schema#';
const text = { type: 'string' };
const open = { type: 'object', additionalProperties: true };
const instant = { type: 'string', format: 'date-time' };

const subject = closed({ role: { ...text, description: 'One of policies/roles/data.json.' } }, [
  'role',
]);

const asking = closed(
  {
    role: { ...text, description: 'One of policies/roles/data.json.' },
    client: { ...text, description: 'The program it asks by, as its token names it.' },
    bank_id: { ...text, description: 'Its bank.' },
  },
  ['role'],
);

const grants = listOf(
  closed({ permission: text, until: instant }, ['permission', 'until']),
  'Permissions the subject was given for a time.',
);

/**
 * JSON Schemas by name. One per entrypoint, named after its rule, and `authz` for the rules that
 * `decisions` and `conditional` share. A rule takes one by the `schemas` of its METADATA; reading
 * anything else of the input is then an error with file and line.
 */
export function inputSchemas(schema: GraphQLSchema): Readonly<Record<string, JsonSchema>> {
  const coordinates = decidedCoordinates(schema);
  const uses = (coordinate: JsonSchema) =>
    listOf(
      closed({ coordinate, arguments: open }, ['coordinate', 'arguments']),
      'Fields an operation uses, with the values of their arguments.',
    );
  const conditional = { subject, now: instant, grants };
  return {
    authz: titled('What the rules of payscope.authz share', {
      ...conditional,
      coordinates: listOf(text, 'Schema coordinates.'),
      uses: uses(text),
    }),
    decisions: titled('Input of payscope/authz/decisions', {
      subject,
      coordinates: listOf({ ...text, enum: coordinates }, 'Schema coordinates.'),
    }),
    conditional: titled('Input of payscope/authz/conditional', {
      ...conditional,
      uses: uses({ ...text, enum: coordinates.filter((each) => isField(schema, each)) }),
    }),
    limits: titled('Input of payscope/limits/limits', { subject }),
    mask: titled(
      'Input of payscope/logs/mask: an event of the decision log',
      {
        decision_id: text,
        labels: open,
        bundles: open,
        path: { ...text, description: 'The entrypoint that was asked.' },
        input: {
          ...open,
          properties: { ...conditional, subject: asking, uses: uses(text) },
        },
        result: {},
        timestamp: instant,
        metrics: open,
      },
      ['path', 'input'],
    ),
    documents: titled('Input of payscope/documents/documents', { subject: asking }),
  };
}

function titled(
  title: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = ['subject'],
): JsonSchema {
  return { $schema: DRAFT, title, ...closed(properties, required) };
}

function closed(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema {
  return { type: 'object', additionalProperties: false, required, properties };
}

function listOf(items: JsonSchema, description: string): JsonSchema {
  return { type: 'array', description, items };
}

/** Of an object or interface; only those have a decision that an operation has a say in. */
function isField(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', fieldName] = coordinate.split('.');
  const type = schema.getType(typeName);
  return (
    fieldName !== undefined &&
    !fieldName.includes('(') &&
    (isObjectType(type) || isInterfaceType(type))
  );
}
