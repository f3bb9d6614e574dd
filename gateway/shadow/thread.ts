/** Keeps one thread for the shadow policy: asks it, waits so long, and ends it when it fails. */
import { Worker } from 'node:worker_threads';
import { codeOf } from '../../lib/errors/index.ts';
import type { FailureKind } from '../policy/index.ts';
import type { Answered, Candidate, FromThread, Question, ToThread } from './protocol.ts';

/** Besides what the policy itself does wrong: no answer in time, no memory, or the thread ended. */
export type ShadowFailure = FailureKind | 'timeout' | 'memory' | 'crashed' | 'unsent';

export interface ShadowThread {
  /** Resolves with its revision once it decides; rejects where it is refused or fails. */
  readonly ready: Promise<string>;
  /** Undefined where it failed, which is told. Never rejects. */
  readonly ask: (question: Question) => Promise<Answered | undefined>;
  readonly end: () => Promise<void>;
}

export interface ThreadOptions {
  readonly timeoutMs: number;
  /** To start and to load the candidate. */
  readonly loadMs: number;
  readonly onFailure: (kind: ShadowFailure) => void;
  /** The thread is over, though nobody ended it. */
  readonly onLost: () => void;
}

/** WASM memory is limited by the policy's own instance (64 MiB). */
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

export function startThread(candidate: Candidate, options: ThreadOptions): ShadowThread {
  const { timeoutMs, loadMs, onFailure, onLost } = options;
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: candidate,
    resourceLimits: LIMITS,
    env: {},
    name: 'shadow policy',
  });
  worker.unref();
  const waiting = new Map<number, (answer: Answered | undefined) => void>();
  const ready = Promise.withResolvers<string>();
  ready.promise.catch(() => undefined);
  let asked = 0;
  let isOver = false;

  const end = async (): Promise<void> => {
    isOver = true;
    ready.reject(new Error('the thread was ended'));
    for (const resolve of waiting.values()) resolve(undefined);
    waiting.clear();
    await worker.terminate();
  };
  const lose = (kind: ShadowFailure): void => {
    if (isOver) return;
    onFailure(kind);
    void end();
    onLost();
  };
  /** An answer that takes longer never comes: no policy needs so long. */
  const within = <T>(promise: Promise<T>, ms: number): Promise<T> => {
    const timer = setTimeout(() => lose('timeout'), ms).unref();
    return promise.finally(() => clearTimeout(timer));
  };

  worker.on('error', (error) => {
    const isMemory = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
    lose(isMemory ? 'memory' : 'crashed');
  });
  worker.on('exit', () => lose('crashed'));
  worker.on('message', (message: FromThread) => {
    switch (message.kind) {
      case 'ready':
        ready.resolve(message.revision);
        return;
      case 'refused':
        ready.reject(new RefusedCandidate(message.message));
        void end();
        return;
      case 'answer': {
        for (const kind of message.failures) onFailure(kind);
        waiting.get(message.id)?.(message.answer);
        waiting.delete(message.id);
        return;
      }
      default:
        message satisfies never;
    }
  });

  return {
    ready: within(ready.promise, loadMs),
    ask: async (question) => {
      if (isOver) return undefined;
      asked += 1;
      const message: ToThread = { ...question, id: asked };
      const answer = Promise.withResolvers<Answered | undefined>();
      waiting.set(asked, answer.resolve);
      try {
        worker.postMessage(message);
      } catch {
        // An argument that can't be sent to another thread.
        waiting.delete(asked);
        onFailure('unsent');
        return undefined;
      }
      return within(answer.promise, timeoutMs);
    },
    end,
  };
}

/** The candidate itself is at fault; another attempt with it would end the same way. */
export class RefusedCandidate extends Error {
  override readonly name = 'RefusedCandidate';
}
