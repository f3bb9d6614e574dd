/**
 * The thread the shadow policy decides in. Whatever it does here (trap, loop, fill the memory), the
 * thread that answers requests waits for none of it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { FailureKind } from '../policy/access-table.ts';
import { readBundle } from '../policy/bundle.ts';
import { BundleError } from '../policy/bundle-error.ts';
import type { ConditionalQuestion } from '../policy/conditional.ts';
import type { Decision } from '../policy/decision.ts';
import { loadPolicyFor, type Policy } from '../policy/load-policy.ts';
import type { Answered, Candidate, FromThread, Question, ToThread } from './protocol.ts';

const port = parentPort;
if (!port) throw new Error('the shadow policy decides in a thread of its own');
const candidate: Candidate = workerData;
const tell = (message: FromThread): void => port.postMessage(message);

let failures: FailureKind[] = [];

try {
  await refuseOtherSchemas(candidate);
  const policy = await loadPolicyFor({
    bundle: candidate.archive,
    coordinates: candidate.coordinates,
    requirements: candidate.requirements,
    onFailure: (kind) => failures.push(kind),
  });
  port.on('message', ({ id, ...question }: ToThread) => {
    failures = [];
    tell({ kind: 'answer', id, answer: answerTo(policy, question), failures });
  });
  tell({ kind: 'ready', revision: policy.revision });
} catch (cause) {
  const message = cause instanceof BundleError ? cause.message : "the bundle can't be used";
  tell({ kind: 'refused', message });
}

function answerTo(policy: Policy, question: Question): Answered | undefined {
  switch (question.kind) {
    case 'table': {
      const table = policy.tableFor({ role: question.role });
      const decisions = candidate.coordinates.map((each) => [each, table.decide(each)] as const);
      return failures.length > 0 ? undefined : { kind: 'table', decisions };
    }
    case 'uses':
      return { kind: 'uses', decisions: question.questions.map((each) => decide(policy, each)) };
    default:
      return question satisfies never;
  }
}

/** Of a policy that failed, what it said does not count. */
function decide(policy: Policy, question: ConditionalQuestion): readonly Decision[] | undefined {
  const before = failures.length;
  const decisions = policy.decideConditional(question);
  return failures.length > before ? undefined : decisions;
}

/** The running schema's rules take the place of its own, so it would be compared as what it is not. */
async function refuseOtherSchemas({ archive, builtFor }: Candidate): Promise<void> {
  if (builtFor === undefined) return;
  const { data } = await readBundle(archive);
  const own = new Set(Object.keys(Object(data.schema)));
  const missing = builtFor.filter((each) => !own.has(each));
  const added = [...own].filter((each) => !builtFor.includes(each));
  if (missing.length + added.length === 0) return;
  const what = missing.length > 0 ? `lacks ${missing[0]}` : `has ${added[0]} besides`;
  throw new BundleError(`it was built for another schema, which ${what}`);
}
