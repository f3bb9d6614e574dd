/** A query plan as callers may see it: which subgraphs are asked, after what, and for which paths. */
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';

export type PlanOutline =
  | { readonly kind: 'fetch'; readonly subgraph: string; readonly operation?: string }
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly PlanOutline[] }
  | { readonly kind: 'flatten'; readonly path?: readonly string[]; readonly node: PlanOutline }
  | {
      readonly kind: 'condition';
      readonly variable: string;
      readonly whenTrue?: PlanOutline;
      readonly whenFalse?: PlanOutline;
    };

export interface OutlineRules {
  /** Whether the text of fetches is shown; it names fields that only joins need. */
  readonly showsOperations: boolean;
  /** Whether a response path is one that was asked for; others are those of joins as well. */
  readonly isAsked: (path: readonly string[]) => boolean;
}

/** Undefined where nothing is fetched. */
export function outlinePlan(plan: QueryPlan, rules: OutlineRules): PlanOutline | undefined {
  return plan.node ? outline(plan.node, rules) : undefined;
}

/** The subgraphs a plan asks, each once, sorted. */
export function subgraphsOf(plan: PlanOutline | undefined): readonly string[] {
  return [...new Set(plan ? fetchesOf(plan) : [])].sort();
}

function outline(node: PlanNode | SubscriptionNode, rules: OutlineRules): PlanOutline {
  switch (node.kind) {
    case 'Fetch': {
      const fetch = { kind: 'fetch', subgraph: node.serviceName } as const;
      return rules.showsOperations ? { ...fetch, operation: node.operation } : fetch;
    }
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map((each) => outline(each, rules)) };
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map((each) => outline(each, rules)) };
    case 'Flatten': {
      const path = node.path.filter((key) => typeof key === 'string' && !/^[@|]/.test(key));
      const keys = path.map((key) => String(key).replace(/\|\[.*$/, ''));
      const shown = rules.showsOperations || rules.isAsked(keys) ? { path: keys } : {};
      return { kind: 'flatten', ...shown, node: outline(node.node, rules) };
    }
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        ...(node.ifClause ? { whenTrue: outline(node.ifClause, rules) } : {}),
        ...(node.elseClause ? { whenFalse: outline(node.elseClause, rules) } : {}),
      };
    case 'Subscription':
    case 'Defer':
      // Neither directive nor operation is in the schema.
      throw new RangeError(`a plan with ${node.kind}`);
    default:
      return node satisfies never;
  }
}

function fetchesOf(plan: PlanOutline): readonly string[] {
  switch (plan.kind) {
    case 'fetch':
      return [plan.subgraph];
    case 'flatten':
      return fetchesOf(plan.node);
    case 'condition':
      return [plan.whenTrue, plan.whenFalse].flatMap((each) => (each ? fetchesOf(each) : []));
    case 'sequence':
    case 'parallel':
      return plan.nodes.flatMap(fetchesOf);
    default:
      return plan satisfies never;
  }
}
