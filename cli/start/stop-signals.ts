/** Ctrl-C and SIGTERM: the first asks for an orderly end, a second one forces it. */

/**
 * npm passes on the signal that the terminal has sent to everybody, so one key press may arrive
 * several times; what comes within this time counts as one.
 */
const SAME_PRESS_MS = 500;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopSignals extends Disposable {
  /** Aborted by the first signal. */
  readonly stop: AbortSignal;
}

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

export function watchStopSignals(
  source: SignalSource,
  onForce: () => void,
  now: () => number = Date.now,
): StopSignals {
  const stop = new AbortController();
  let firstAt = 0;
  const listener = () => {
    if (!stop.signal.aborted) {
      firstAt = now();
      stop.abort();
    } else if (now() - firstAt > SAME_PRESS_MS) {
      onForce();
    }
  };
  for (const signal of SIGNALS) source.on(signal, listener);
  return {
    stop: stop.signal,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) source.off(signal, listener);
    },
  };
}
