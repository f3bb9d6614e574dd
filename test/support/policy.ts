/** The project's own compiled policy and schema, for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import {
  type FailureKind,
  loadPolicy,
  type Policy,
  type Requirements,
  requirementsOf,
} from '../../gateway/policy/index.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What a test of the policy needs, read from the committed files. */
export interface PolicyFixture {
  readonly supergraphSdl: string;
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly bundle: Uint8Array;
}

/** Reads the committed supergraph, API schema and bundle. */
export function readPolicyFixture(): PolicyFixture {
  const read = (path: string) => readFileSync(join(ROOT, path));
  const supergraphSdl = read('schema/generated/supergraph.graphql').toString('utf8');
  return {
    supergraphSdl,
    schema: buildSchema(read('schema/generated/api.graphql').toString('utf8')),
    requirements: requirementsOf(supergraphSdl),
    bundle: read('policies/bundle/bundle.tar.gz'),
  };
}

/** Loads the committed bundle; any failure of the policy throws. */
export function loadCommittedPolicy(fixture = readPolicyFixture()): Promise<Policy> {
  return loadPolicy({
    ...fixture,
    onFailure: (kind: FailureKind) => {
      throw new Error(`the policy failed: ${kind}`);
    },
  });
}
