/** What is told of every operation once it is over: the decision log and the shadow policy. */
import type { GatewayConfig } from '../config.ts';
import type { DecidedOperation } from '../pipeline/types.ts';
import type { ShadowReport } from '../shadow/index.ts';
import { openDecisionLog } from './open-decision-log.ts';
import { openShadow, type ShadowParts } from './open-shadow.ts';

export interface DecisionWatch {
  /** Never throws and never waits: the operation has no answer yet. */
  readonly onDecided: (operation: DecidedOperation) => void;
  /** Resolves once what was decided until now is logged or lost, and compared. */
  readonly decisionsFlushed: () => Promise<void>;
  /** What the shadow policy would change; undefined where there is none. */
  readonly shadowReport: () => ShadowReport | undefined;
  /** Looks at the source of the shadow policy now. */
  readonly reloadShadow: () => Promise<void>;
  /** Writes what waits, for a few seconds at most. */
  readonly stopWatching: () => Promise<void>;
}

/** @throws {ConfigError} when what the configuration of the decision log names can't be read. */
export async function watchDecisions(
  config: GatewayConfig,
  parts: ShadowParts,
): Promise<DecisionWatch> {
  const decisionLog = await openDecisionLog(config, parts);
  const shadow = openShadow(config, parts);
  return {
    onDecided: (operation) => {
      decisionLog?.record(operation);
      shadow?.observe(operation);
    },
    decisionsFlushed: async () => {
      await decisionLog?.flushed();
      await shadow?.settled();
    },
    shadowReport: () => shadow?.report(),
    reloadShadow: async () => shadow?.reload(),
    stopWatching: async () => {
      await shadow?.close();
      await decisionLog?.close();
    },
  };
}
