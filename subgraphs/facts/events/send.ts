/** One attempt to hand an event to a webhook: no address that is not open, no redirect, no long wait. */
import { lookup as lookupAddresses } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { Agent } from 'undici';
import { codeOf } from '../../../lib/errors/index.ts';
import { type AddressRule, isAllowed } from './address.ts';

export interface Message {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The reason is a code of ours or the system's, and nothing of what was answered. */
export type SendOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly reason: string };

export type Send = (message: Message) => Promise<SendOutcome>;

export interface SenderOptions {
  readonly rule: AddressRule;
  readonly timeoutMs?: number;
  /** All addresses of a name; the system's where not given. */
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface Sender {
  readonly send: Send;
  readonly close: () => Promise<void>;
}

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 65_536;
const NOT_ALLOWED = 'ADDRESS_NOT_ALLOWED';

/** @example const { send } = createSender({ rule: 'public' }); await send({ url, body, headers }) */
export function createSender({ rule, timeoutMs = TIMEOUT_MS, resolve }: SenderOptions): Sender {
  const resolveAll = resolve ?? ((hostname: string) => lookupAddresses(hostname, { all: true }));
  const agentOf = (protocol: string) =>
    new Agent({
      // Where the name leads when connecting is what counts: it may have led elsewhere before.
      connect: {
        lookup: openAddresses(resolveAll, { rule, protocol }),
        timeout: timeoutMs,
      },
      connections: 8,
      maxResponseSize: ANSWER_BYTES_MAX,
    });
  const agents = new Map(['https:', 'http:'].map((protocol) => [protocol, agentOf(protocol)]));
  return {
    send: async (message) => {
      try {
        return await attempt(message);
      } catch (error) {
        return { kind: 'failed', reason: reasonOf(error) };
      }
    },
    close: async () => {
      for (const agent of agents.values()) await agent.destroy();
    },
  };

  async function attempt({ url, body, headers }: Message): Promise<SendOutcome> {
    const { protocol, origin, hostname, pathname, search } = new URL(url);
    const agent = agents.get(protocol);
    const literal = hostname.replace(/^\[|\]$/g, '');
    // No name, so nothing is looked up when connecting.
    const isClosed = isIP(literal) !== 0 && !isAllowed(literal, { rule, protocol });
    if (!agent || isClosed) return { kind: 'failed', reason: NOT_ALLOWED };
    const response = await agent.request({
      origin,
      path: `${pathname}${search}`,
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    // What it says besides is of no interest, but the connection is wanted again.
    await response.body.dump({ limit: ANSWER_BYTES_MAX }).catch(() => undefined);
    const isTaken = response.statusCode >= 200 && response.statusCode < 300;
    return isTaken
      ? { kind: 'taken' }
      : { kind: 'failed', reason: `STATUS_${response.statusCode}` };
  }
}

class AddressNotAllowed extends Error {
  readonly code = NOT_ALLOWED;
}

function openAddresses(
  resolve: (hostname: string) => Promise<readonly Address[]>,
  rules: { readonly rule: AddressRule; readonly protocol: string },
): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const open = addresses.filter(({ address }) => isAllowed(address, rules));
        const [first] = open;
        if (!first) callback(new AddressNotAllowed(NOT_ALLOWED), '');
        else if (all) callback(null, [...open]);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, ''),
    );
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'TIMEOUT';
  return codeOf(error) ?? 'CONNECTION_FAILED';
}
