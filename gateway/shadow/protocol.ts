/** What the gateway and the thread of the shadow policy say to each other. */
import type { ConditionalQuestion, Decision, FailureKind, Requirements } from '../policy/index.ts';

/** What the thread is started with. */
export interface Candidate {
  readonly archive: Uint8Array;
  readonly requirements: Requirements;
  readonly coordinates: readonly string[];
  /** Coordinates in the data of the bundle in force; undefined where it has none. */
  readonly builtFor: readonly string[] | undefined;
}

export type Question =
  | { readonly kind: 'table'; readonly role: string }
  | { readonly kind: 'uses'; readonly questions: readonly ConditionalQuestion[] };

export type Answered =
  | { readonly kind: 'table'; readonly decisions: readonly (readonly [string, Decision])[] }
  | {
      readonly kind: 'uses';
      /** For each question; undefined where the policy failed. */
      readonly decisions: readonly (readonly Decision[] | undefined)[];
    };

export type ToThread = Question & { readonly id: number };

export type FromThread =
  | { readonly kind: 'ready'; readonly revision: string }
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly answer: Answered | undefined;
      readonly failures: readonly FailureKind[];
    };
