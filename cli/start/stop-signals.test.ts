import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { watchStopSignals } from './stop-signals.ts';

function watch() {
  const source = new EventEmitter();
  const onForce = vi.fn<() => void>();
  const clock = { now: 0 };
  const signals = watchStopSignals(source, onForce, () => clock.now);
  return { source, onForce, clock, signals };
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('the first %s asks for an orderly end', (signal) => {
  const { source, signals, onForce } = watch();
  expect(signals.stop.aborted).toBe(false);
  source.emit(signal);
  expect(signals.stop.aborted).toBe(true);
  expect(onForce).not.toHaveBeenCalled();
});

it('a second one forces it', () => {
  const { source, onForce, clock } = watch();
  source.emit('SIGINT');
  clock.now = 2000;
  source.emit('SIGINT');
  expect(onForce).toHaveBeenCalledOnce();
});

it('one key press that arrives twice, from the terminal and from npm, counts once', () => {
  const { source, onForce, clock } = watch();
  source.emit('SIGINT');
  clock.now = 100;
  source.emit('SIGINT');
  expect(onForce).not.toHaveBeenCalled();
});

it('listens no longer than it is needed', () => {
  const { source, signals } = watch();
  signals[Symbol.dispose]();
  expect(source.eventNames()).toEqual([]);
});
