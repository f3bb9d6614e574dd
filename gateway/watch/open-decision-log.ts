/** The decision log, as it is configured. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { ConfigError } from '../../lib/config/index.ts';
import { newDecisionId } from '../../lib/ids.ts';
import { ensureSecret, loadSecret } from '../../lib/keys.ts';
import type { Log } from '../../lib/log.ts';
import type { GatewayConfig } from '../config.ts';
import { createDecisionLog, type DecisionLog } from '../decision-log/decision-log.ts';
import { parseDestination, sinkFor } from '../decision-log/destination.ts';
import type { Principal } from '../identity/principal.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { eventsOf } from '../pipeline/decision-events.ts';
import type { OperationCoordinates } from '../pipeline/operation-coordinates.ts';
import type { DecidedOperation } from '../pipeline/types.ts';
import { createLogMasks } from '../policy/index.ts';

export interface LogParts {
  readonly coordinates: OperationCoordinates;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

/**
 * Undefined where nothing is to be logged: DECISION_LOG=off, or POLICY=off, when nothing is decided.
 * @throws {ConfigError} when the token's file can't be read.
 */
export async function openDecisionLog(
  { decisionLog, policy, dataDir }: GatewayConfig,
  { coordinates, metrics, log }: LogParts,
): Promise<DecisionLog<DecidedOperation> | undefined> {
  const destination = parseDestination(decisionLog.destination);
  if (!destination || destination.kind === 'off' || policy === 'off') return undefined;
  const pseudonymOf = pseudonyms(
    await loadSecret(await ensureSecret(join(dataDir, 'keys'), 'decision-log')),
  );
  const masksOf = createLogMasks();
  const now = () => new Date();
  return createDecisionLog<DecidedOperation>({
    sink: sinkFor(destination, {
      stdout: process.stdout,
      rotateBytes: decisionLog.rotateBytes,
      token: await tokenIn(decisionLog.tokenFile),
      now,
    }),
    bufferMax: decisionLog.bufferBytes,
    eventsOf: (operation, at) => eventsOf({ coordinates, pseudonymOf }, operation, at),
    masksOf: (operation, event) => masksOf(operation.policy, { ...event }),
    now,
    newId: newDecisionId,
    count: {
      dropped: (count, cause) => metrics.decisionsDropped.inc({ cause }, count),
      written: (count) => metrics.decisionsLogged.inc(count),
      maskFailed: () => metrics.decisionMaskFailures.inc(),
    },
    log,
  });
}

/** The same text for the same subject of the same bank; without the key it says nothing of them. */
function pseudonyms(key: string): (principal: Principal) => string {
  return ({ bankId, subject }) =>
    createHmac('sha256', key)
      .update(JSON.stringify([bankId, subject]))
      .digest('base64url')
      .slice(0, 22);
}

async function tokenIn(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return loadSecret(file).catch((cause: unknown) => {
    throw new ConfigError(`DECISION_LOG_TOKEN_FILE: "${file}" can't be read`, { cause });
  });
}
