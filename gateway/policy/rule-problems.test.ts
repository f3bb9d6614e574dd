import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/config/index.ts';
import { checkAccessRules, ruleProblems, subgraphProblems } from './rule-problems.ts';

const UNLINKED = 'type Query { a: Int @policy(policies: [["p"]]) b(c: Int): Int @authenticated }';

describe('what keeps the rules of', () => {
  it('a supergraph from being enforced is every directive and every input', () => {
    const places = ruleProblems(UNLINKED).map((problem) => problem.split(' ')[0]);
    expect(places).toStrictEqual(['Query.a:', 'Query.b:', 'Query.b(c:)']);
  });

  it('a subgraph from being enforced is every directive; others may say what inputs reveal', () => {
    const places = subgraphProblems(UNLINKED).map((problem) => problem.split(' ')[0]);
    expect(places).toStrictEqual(['Query.a:', 'Query.b:']);
  });
});

describe('a supergraph is', () => {
  it('refused by the name of its file, every place on a line of its own', () => {
    expect(() => checkAccessRules(UNLINKED)).toThrow(ConfigError);
    expect(() => checkAccessRules(UNLINKED)).toThrow(
      /^SUPERGRAPH_FILE: .*\n {2}- Query\.a: .*\n {2}- Query\.b: .*$/,
    );
  });

  it('taken with inputs that say nothing, as those are closed', () => {
    expect(() => checkAccessRules('type Query { b(c: Int): Int }')).not.toThrow();
  });
});
