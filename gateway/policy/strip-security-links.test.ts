import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readPolicyFixture } from '../../test/support/policy.ts';
import { stripSecurityLinks } from './strip-security-links.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function fieldsOfQuery(supergraphSdl: string): Promise<readonly string[]> {
  const gateway = new ApolloGateway({ supergraphSdl, logger: silent });
  const { schema } = await gateway.load();
  await gateway.stop();
  return Object.keys(schema.getQueryType()?.getFields() ?? {});
}

function compose(link: string, body: string): string {
  const typeDefs = parse(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", ${link}) ${body}`,
  );
  const { supergraphSdl, errors } = composeServices([{ name: 's', url: 'http://s', typeDefs }]);
  if (supergraphSdl === undefined) throw new Error(errors?.map(String).join('\n'));
  return supergraphSdl;
}

describe('ApolloGateway', () => {
  const { supergraphSdl } = readPolicyFixture();

  it('refuses the supergraph as composed', async () => {
    await expect(fieldsOfQuery(supergraphSdl)).rejects.toThrow('for: SECURITY but is unsupported');
  });

  it('starts on the stripped supergraph, with every field', async () => {
    expect(await fieldsOfQuery(stripSecurityLinks(supergraphSdl))).toContain('auditTrail');
  });

  it('starts on one with renamed directives, and keeps what else they share names with', async () => {
    const sdl = compose(
      'import: [{name: "@policy", as: "@pol"}, "@requiresScopes", "@inaccessible", "@tag"]',
      `type Query { a: Int @pol(policies: [["a"]]) @tag(name: "t") b: S @requiresScopes(scopes: [["s"]]) gone: Int @inaccessible }
       scalar S @pol(policies: [["a"]])`,
    );
    const stripped = stripSecurityLinks(sdl);
    expect(stripped).not.toMatch(/@pol\b|requiresScopes|policy/);
    expect(stripped).toContain('@tag(name: "t")');
    expect(await fieldsOfQuery(stripped)).toStrictEqual(['a', 'b']);
  });

  it('finds links that are not for security as they were', () => {
    const sdl = stripSecurityLinks(
      'schema @link(url: "https://specs.apollo.dev/policy/v0.1") { query: Q } type Q { a: Int @policy(policies: "p") }',
    );
    expect(sdl).toContain('https://specs.apollo.dev/policy/v0.1');
    expect(sdl).toContain('@policy(policies: "p")');
  });

  it('still refuses a security feature that nobody enforces', async () => {
    const foreign = stripSecurityLinks(
      supergraphSdl.replace('https://specs.apollo.dev/policy/', 'https://example.org/policy/'),
    );
    await expect(fieldsOfQuery(foreign)).rejects.toThrow('https://example.org/policy/v0.1');
  });
});
