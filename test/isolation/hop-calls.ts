/** Subgraphs asked past the gateway, with hop tokens: `_entities` above all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { coordinatesOf, hashCoordinates, signHopToken } from '../../lib/hop/index.ts';
import { newDecisionId } from '../../lib/ids.ts';
import type { SigningKey } from '../../lib/keys.ts';
import type { Asked } from './asked.ts';
import { bankIdOf } from './canaries.ts';
import type { Drawn } from './drawn.ts';
import { SUBGRAPHS, type SubgraphName } from './platform.ts';
import { absent, idOf, ownerFor } from './values.ts';

export interface HopCalls {
  readonly entities: (asker: Drawn) => Promise<Asked>;
}

interface EntityCall {
  readonly subgraph: SubgraphName;
  readonly type: string;
  readonly query: string;
  readonly coordinates: string;
}

export function createHopCalls(signing: SigningKey): HopCalls {
  const calls = SUBGRAPHS.flatMap(callsOf);
  return {
    entities: async (asker) => {
      const { tape, person, bank, role } = asker;
      const { subgraph, type, query, coordinates } = tape.oneOf(calls);
      const representations = Array.from({ length: 1 + tape.pick(3) }, () => ({
        __typename: type,
        id: keyOf(type, asker),
      }));
      const caller = {
        subject: person.subject,
        role,
        bankId: bankIdOf(bank),
        decisionId: newDecisionId(),
        policyRevision: 'prover',
      };
      const token = await signHopToken(signing, caller, {
        audience: subgraph,
        coordinates,
        remainingMs: 10_000,
      });
      return {
        ...{ kind: '_entities', bank, role, target: subgraph, method: 'POST', path: '/graphql' },
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables: { representations } }),
      };
    },
  };
}

function keyOf(type: string, asker: Drawn): string {
  const whose = ownerFor(asker);
  if (type === 'Account') return idOf('accounts', whose, asker);
  if (type === 'Payment') return idOf('payments', whose, asker);
  if (type === 'Bank') return bankIdOf(whose);
  return asker.memory.draw(asker.tape, whose, 'decision') ?? absent(asker);
}

function callsOf(subgraph: SubgraphName): readonly EntityCall[] {
  const file = join(import.meta.dirname, `../../schema/${subgraph}.graphql`);
  const schema = buildSubgraphSchema(parse(readFileSync(file, 'utf8')));
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || !isEntity(type)) return [];
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations)
      { ... on ${type.name} { __typename ${selectionsOf(type, 2)} } } }`;
    const coordinates = hashCoordinates(coordinatesOf(schema, parse(query)));
    return [{ subgraph, type: type.name, query, coordinates }];
  });
}

function isEntity(type: GraphQLObjectType): boolean {
  return type.astNode?.directives?.some(({ name }) => name.value === 'key') ?? false;
}

/** Every field that needs no argument, so deep. */
function selectionsOf(type: GraphQLObjectType, depth: number): string {
  return Object.values(type.getFields())
    .flatMap((field) => {
      if (field.args.some(isRequiredArgument)) return [];
      const returned = getNamedType(field.type);
      const first = field.args.some(({ name }) => name === 'first') ? '(first: 2)' : '';
      if (isLeafType(returned)) return [`${field.name}${first}`];
      if (!isObjectType(returned) || depth === 0) return [];
      return [`${field.name}${first} { __typename ${selectionsOf(returned, depth - 1)} }`];
    })
    .join(' ');
}
