/** DESIGN §2: main → http → pipeline → noun folders → operation → lib, and who never meets whom. */

/** Of the gateway, from the outside in; a folder imports from later layers only. */
const GATEWAY_LAYERS = [
  ['main.ts'],
  ['start.ts'],
  ['wiring'],
  ['policies.ts', 'caches.ts', 'watch', 'audit-calls.ts'],
  ['delivery'],
  ['http'],
  ['explain', 'shadow'],
  ['pipeline'],
  [
    'identity',
    'limits',
    'policy',
    'planner',
    'fetch',
    'elevation',
    'decision-log',
    'documents',
    'bundle-source',
  ],
  ['operation'],
] as const;

/** Leaves that every layer may read; they know lib/ only. */
const GATEWAY_LEAVES: readonly string[] = [
  'bundle-config.ts',
  'cache.ts',
  'config.ts',
  'metrics.ts',
  'quiet.ts',
  'tls-config.ts',
];

/** Folders the serving code lives in; tests, tools and benches may look anywhere. */
const SERVING = ['gateway', 'subgraphs', 'lib'];

/**
 * Says why an import is against the house order; undefined when it isn't.
 * @example whyForbidden('gateway/policy/load.ts', 'gateway/planner/index.ts')
 */
export function whyForbidden(from: string, to: string): string | undefined {
  const [fromTop = '', fromPart = ''] = from.split('/');
  const [toTop = '', toPart = ''] = to.split('/');
  if (/\.test\.ts$/.test(from) || /^(test|bench)\//.test(from)) return undefined;
  if (toTop === 'tools' && fromTop !== 'tools') return 'tools/ is imported by nothing';
  if (toTop === 'test' && fromTop !== 'test') return 'test/ is imported by tests only';
  if (fromTop === 'workbench' && ['cli', 'subgraphs'].includes(toTop)) {
    return 'workbench/ knows the policy and the gateway only';
  }
  if (!SERVING.includes(fromTop)) return undefined;
  if (toTop === 'workbench') return 'workbench/ is for people at work on a policy, not for serving';
  if (toTop === 'cli') return 'cli/ starts the others, they do not know it';
  if (fromTop === 'lib' && SERVING.includes(toTop) && toTop !== 'lib') {
    return 'lib/ knows no subgraph and no policy';
  }
  if (fromTop === 'gateway' && toTop === 'subgraphs') return 'gateway/ never imports subgraphs/';
  if (fromTop === 'subgraphs' && toTop === 'gateway') return 'subgraphs/ never import gateway/';
  if (fromTop === 'subgraphs' && toTop === 'subgraphs') return whySiblings(fromPart, toPart);
  if (fromTop === 'gateway' && toTop === 'gateway') return whyUpwards(fromPart, toPart);
  return undefined;
}

function whySiblings(from: string, to: string): string | undefined {
  // subgraphs/main.ts serves all four in one process.
  if (from === to || from === 'main.ts') return undefined;
  return 'a subgraph never imports a sibling';
}

function whyUpwards(from: string, to: string): string | undefined {
  if (from === to || GATEWAY_LEAVES.includes(to)) return undefined;
  const layerOf = (part: string) =>
    GATEWAY_LAYERS.findIndex((layer) => layer.some((name) => name === part));
  if (layerOf(from) < 0) return `gateway/${from} is in no layer of the house order`;
  if (layerOf(to) < 0) return `gateway/${to} is in no layer of the house order`;
  if (layerOf(from) === layerOf(to)) return 'noun folders never import one another';
  return layerOf(from) > layerOf(to) ? 'imports go one way: main → … → operation' : undefined;
}
