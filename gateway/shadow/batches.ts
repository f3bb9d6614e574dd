/** Questions to the shadow's thread, many in one message: a message costs more than a question. */
import type { ConditionalQuestion, Decision } from '../policy/index.ts';
import type { ShadowThread } from './thread.ts';

type Decisions = readonly Decision[] | undefined;

const QUESTIONS_MAX = 64;
const WAIT_MS = 5;

/** Undefined where the thread or its policy failed. */
export function createBatches(
  thread: Pick<ShadowThread, 'ask'>,
): (question: ConditionalQuestion) => Promise<Decisions> {
  let questions: ConditionalQuestion[] = [];
  let answers: ((decisions: Decisions) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function send(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const [asked, waiting] = [questions, answers];
    [questions, answers] = [[], []];
    const answer = await thread.ask({ kind: 'uses', questions: asked });
    const decisions = answer?.kind === 'uses' ? answer.decisions : [];
    waiting.forEach((resolve, index) => void resolve(decisions[index]));
  }

  return (question) =>
    new Promise((resolve) => {
      questions.push(question);
      answers.push(resolve);
      if (questions.length >= QUESTIONS_MAX) void send();
      else timer ??= setTimeout(() => void send(), WAIT_MS);
    });
}
