/** Every way through the graph to every output field. */
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { readFacts } from '../support/oracle-facts.ts';
import type { Subgraph } from './graph.ts';

/** A field as it stands in an operation. */
export interface Step {
  /** The type it is selected on. */
  readonly parent: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** Whether a type condition must lead to `parent`. */
  readonly isNarrowed: boolean;
}

/** What a route leads through, besides objects. */
export type Feature = 'list' | 'interface' | 'union' | 'entity';

export interface Route {
  readonly operation: 'query' | 'mutation';
  readonly steps: readonly Step[];
  /** The concrete coordinates that can come out at its end. */
  readonly coordinate: string;
  readonly features: ReadonlySet<Feature>;
}

interface Way {
  readonly operation: Route['operation'];
  readonly steps: readonly Step[];
}

/**
 * For every field of every object type: one route by each field that returns the type, an
 * interface or a union of it, and that field's own shortest way from a root. On the way of an
 * interface, a field both selected on the interface and on the type itself.
 */
export function routesOf(schema: GraphQLSchema, subgraphs: readonly Subgraph[]): readonly Route[] {
  const ways = waysOf(schema);
  const crosses = crossings(subgraphs);
  const routes: Route[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      for (const { operation, steps } of ways.get(type.name) ?? []) {
        for (const last of lastSteps(schema, type.name, field, steps)) {
          const all = [...steps, last];
          const features = featuresOf(schema, all, crosses);
          routes.push({
            operation,
            steps: all,
            coordinate: `${type.name}.${field.name}`,
            features,
          });
        }
      }
    }
  }
  return routes;
}

/** Steps from a root to fields that give a type, by the type's name; a root is given by none. */
function waysOf(schema: GraphQLSchema): ReadonlyMap<string, readonly Way[]> {
  const ways = new Map<string, Way[]>();
  const queue: { readonly type: GraphQLNamedType; readonly way: Way }[] = [];
  const put = (name: string, way: Way) => ways.set(name, [...(ways.get(name) ?? []), way]);
  for (const operation of ['query', 'mutation'] as const) {
    const type = operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    if (!type) continue;
    const way = { operation, steps: [] };
    put(type.name, way);
    queue.push({ type, way });
  }
  const walked = new Set<string>();
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { type, way } = next;
    if (!isObjectType(type) || walked.has(type.name)) continue;
    walked.add(type.name);
    const before = getNamedType(way.steps.at(-1)?.field.type);
    for (const field of Object.values(type.getFields())) {
      const isNarrowed = before !== undefined && before.name !== type.name;
      const steps = [...way.steps, { parent: type.name, field, isNarrowed }];
      const longer = { operation: way.operation, steps };
      for (const given of concrete(schema, getNamedType(field.type))) {
        put(given.name, longer);
        queue.push({ type: given, way: longer });
      }
    }
  }
  return ways;
}

function concrete(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  if (isInterfaceType(type) || isUnionType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

/** On the type; and on each interface of the type that has the field, narrowed where need be. */
function lastSteps(
  schema: GraphQLSchema,
  typeName: string,
  field: GraphQLField<unknown, unknown>,
  before: readonly Step[],
): readonly Step[] {
  const given = getNamedType(before.at(-1)?.field.type);
  const step = (parent: string, own: GraphQLField<unknown, unknown>): Step => ({
    parent,
    field: own,
    isNarrowed: given !== undefined && given.name !== parent,
  });
  const type = schema.getType(typeName);
  const interfaces = isObjectType(type) ? type.getInterfaces() : [];
  return [
    step(typeName, field),
    ...interfaces.flatMap((each) => {
      const own = each.getFields()[field.name];
      return own ? [step(each.name, own)] : [];
    }),
  ];
}

/** Whether a subgraph other than the one that gave the object must be asked for the field. */
type Crosses = (before: Step | undefined, step: Step) => boolean;

function crossings(subgraphs: readonly Subgraph[]): Crosses {
  const owners = subgraphs.map(({ sdl }) => readFacts([sdl]).fieldsOf);
  const having = ({ parent, field }: Step) =>
    owners.filter((fieldsOf) => fieldsOf.get(parent)?.has(field.name));
  return (before, step) => {
    if (before === undefined) return false;
    const here = having(step);
    return !having(before).some((owner) => here.includes(owner));
  };
}

function featuresOf(
  schema: GraphQLSchema,
  steps: readonly Step[],
  crosses: Crosses,
): ReadonlySet<Feature> {
  const features = new Set<Feature>();
  for (const [index, step] of steps.entries()) {
    const returned = getNamedType(step.field.type);
    if (isListType(getNullableType(step.field.type))) features.add('list');
    if (isInterfaceType(schema.getType(step.parent))) features.add('interface');
    if (index < steps.length - 1 && isInterfaceType(returned)) features.add('interface');
    if (index < steps.length - 1 && isUnionType(returned)) features.add('union');
    if (crosses(steps[index - 1], step)) features.add('entity');
  }
  return features;
}
