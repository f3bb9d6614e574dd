/** `payscope data erasures` */
import { z } from 'zod';
import { askGateway, type GatewayOptions } from '../ask-gateway.ts';
import { EXIT, type ExitCode, UsageError } from '../exits.ts';
import type { CommandContext } from '../main.ts';
import { describeRequest, REQUEST_FIELDS, requestSchema } from './request.ts';

const STATES = ['REQUESTED', 'ERASED', 'REJECTED'];
const PAGE = 200;

const QUERY = `query Erasures($state: ErasureState, $first: Int, $after: String) {
  erasureRequests(state: $state, first: $first, after: $after) {
    edges { node { ${REQUEST_FIELDS} } } pageInfo { hasNextPage endCursor } } }`;

const pageSchema = z.object({
  erasureRequests: z.object({
    edges: z.array(z.object({ node: requestSchema })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/** However many there are, a page is held at a time. */
export async function listErasures(
  { environment, terminal }: CommandContext,
  {
    state,
    json,
    ...options
  }: GatewayOptions & { readonly state?: string; readonly json?: boolean },
): Promise<ExitCode> {
  if (state !== undefined && !STATES.includes(state)) {
    throw new UsageError(`--state: got "${state}"; takes ${STATES.join(', ')}`);
  }
  let after: string | null = null;
  for (;;) {
    const variables: object = { state: state ?? null, first: PAGE, after };
    const answer = await askGateway(environment, options, { query: QUERY, variables });
    const { edges, pageInfo } = pageSchema.parse(answer).erasureRequests;
    for (const { node } of edges) {
      terminal.result(json ? JSON.stringify(node) : describeRequest(node));
    }
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return EXIT.ok;
  }
}
